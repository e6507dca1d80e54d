using System.Runtime.InteropServices;

namespace Gannet.Kernels.RoiPooling;

/// <summary>Scratch memory that does not move, for kernels that take addresses.</summary>
internal sealed unsafe class PinnedBuffer<T>(int length) where T : unmanaged
{
    private readonly T[] _values = GC.AllocateUninitializedArray<T>(length, pinned: true);

    public int Length => _values.Length;

    /// <summary>Address of the first value; the caller keeps this object alive while using it.</summary>
    public T* Address => (T*)Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0);
}
