using Gannet.Torch.Interop;

namespace Gannet.Torch;

/// <summary>An n-dimensional array that lives in libtorch.</summary>
/// <remarks>
/// Every tensor has one owner: the <see cref="TensorScope"/> that was innermost when it was created, a module, or
/// (after <see cref="TensorScope.Detach"/>) the caller. Only tensors without a scope have a finalizer.
/// Instances are not thread-safe.
/// </remarks>
public sealed unsafe partial class Tensor : IDisposable
{
    private const int MaxRank = 16;

    private nint _handle;
    private LeakGuard? _guard;
    private long[]? _shape;

    internal Tensor(nint handle)
    {
        _handle = handle;
        TensorCensus.Created();
        if (TensorScope.Current is { } scope)
            scope.Adopt(this);
        else
            Guard();
    }

    /// <summary>Whether the native tensor has been released.</summary>
    public bool IsDisposed => _handle == 0;

    /// <summary>The length of every dimension, outermost first.</summary>
    public ReadOnlySpan<long> Shape => _shape ??= Describe(out _, out _);

    /// <summary>The kind of the elements.</summary>
    public ElementType ElementType
    {
        get
        {
            _shape = Describe(out var type, out _);
            return type;
        }
    }

    /// <summary>Where the elements live.</summary>
    public Device Device
    {
        get
        {
            _shape = Describe(out _, out var device);
            return device;
        }
    }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Length;

    /// <summary>Number of elements.</summary>
    public long Count
    {
        get
        {
            var count = 1L;
            foreach (var length in Shape) count *= length;
            return count;
        }
    }

    /// <summary>Whether the elements lie in the given order without gaps.</summary>
    public bool IsContiguous(MemoryFormat format = MemoryFormat.Contiguous)
    {
        var answer = Shim.IsContiguous(Handle, format == MemoryFormat.ChannelsLast ? 1 : 0) != 0;
        GC.KeepAlive(this);
        return answer;
    }

    /// <summary>The elements themselves, in memory order; valid as long as the tensor is.</summary>
    /// <exception cref="InvalidOperationException">The tensor is not on the processor, has gaps, or has another element type.</exception>
    public Span<T> AsSpan<T>() where T : unmanaged
    {
        var type = ElementType;
        if (type != ElementTypes.Of<T>()) throw new InvalidOperationException($"The tensor holds {type}, not {ElementTypes.Of<T>()}.");
        if (Device.IsCuda) throw new InvalidOperationException("The tensor is on a CUDA device: copy it to the processor first.");
        if (!IsContiguous() && !IsContiguous(MemoryFormat.ChannelsLast))
            throw new InvalidOperationException("The tensor is a view with gaps: call Contiguous() first.");
        return new Span<T>((void*)Shim.Data(Handle), checked((int)Count));
    }

    /// <summary>The address of the first element.</summary>
    internal nint Data => Shim.Data(Handle);

    internal TensorScope? Owner { get; set; }

    internal nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Tensor));

    /// <summary>Releases the native tensor now instead of at the end of its scope.</summary>
    public void Dispose()
    {
        if (_handle == 0) return;
        Shim.Free(_handle);
        _handle = 0;
        TensorCensus.Released();
        Unguard();
    }

    /// <inheritdoc/>
    public override string ToString() => IsDisposed ? "disposed tensor" : $"{ElementType}[{string.Join(", ", Shape.ToArray())}]";

    /// <summary>Gives the native tensor away: the caller owns its reference, and this object becomes empty.</summary>
    internal nint Release()
    {
        var handle = Handle;
        _handle = 0;
        TensorCensus.Released();
        Unguard();
        return handle;
    }

    internal void Guard() => _guard ??= new LeakGuard(_handle);

    internal void Unguard()
    {
        _guard?.Disarm();
        _guard = null;
    }

    private long[] Describe(out ElementType type, out Device device)
    {
        var sizes = stackalloc long[2 * MaxRank];
        int nativeType, nativeDevice;
        var rank = Shim.Describe(Handle, sizes, MaxRank, &nativeType, &nativeDevice);
        GC.KeepAlive(this);
        if (rank < 0) throw Shim.Error("shape");
        (type, device) = ((ElementType)nativeType, Device.FromNative(nativeDevice));
        return new Span<long>(sizes, rank).ToArray();
    }

    // Allocated only for tensors outside every scope, so that the hot path never pays for a finalizer.
    private sealed class LeakGuard(nint handle)
    {
        ~LeakGuard()
        {
            Shim.Free(handle);
            TensorCensus.Released();
        }

        public void Disarm() => GC.SuppressFinalize(this);
    }
}
