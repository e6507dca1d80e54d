using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>A bf16 number: the upper 16 bits of a float.</summary>
internal readonly struct BFloat16Element : IElement<BFloat16Element>
{
#pragma warning disable CS0169, IDE0044, IDE0051 // it only gives the struct its size
    private readonly ushort _value;
#pragma warning restore CS0169, IDE0044, IDE0051

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly BFloat16Element start) where TLanes : struct, IFloatLanes<TLanes> =>
        TLanes.LoadBFloat16(ref Unsafe.As<BFloat16Element, ushort>(ref Unsafe.AsRef(in start)), 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes value, ref BFloat16Element start) where TLanes : struct, IFloatLanes<TLanes> =>
        value.StoreBFloat16(ref Unsafe.As<BFloat16Element, ushort>(ref start), 0);
}
