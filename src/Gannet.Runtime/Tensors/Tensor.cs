using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gannet.Runtime.Tensors;

/// <summary>An array of numbers with a shape, in one of two memory orders.</summary>
internal sealed class Tensor : Value
{
    private readonly PooledBuffer _buffer;

    private Tensor(OnnxElementType type, int[] shape, MapLayout layout, PooledBuffer buffer)
    {
        (Type, Shape, Layout, _buffer) = (type, shape, layout, buffer);
        Count = (int)TensorShape.Count(shape);
    }

    public OnnxElementType Type { get; }

    /// <summary>Lengths in logical order: <c>[N, C, H, W]</c> for a map, whatever its layout.</summary>
    public int[] Shape { get; }

    public MapLayout Layout { get; }

    public int Count { get; }

    public int Rank => Shape.Length;

    /// <summary>Whether all elements are known to be equal, so that their order does not matter.</summary>
    public bool IsUniform { get; private init; }

    /// <summary>Whether its memory may be overwritten by whoever holds it.</summary>
    public bool IsExclusive => _buffer.IsExclusive;

    /// <summary>Undefined elements in memory of <paramref name="pool"/>.</summary>
    /// <exception cref="InvalidDataException">The shape is too large.</exception>
    public static Tensor Rent(BufferPool pool, OnnxElementType type, int[] shape, MapLayout layout = MapLayout.RowMajor) =>
        new(type, shape, layout, pool.Rent(TensorShape.Bytes(type, shape)));

    /// <summary>Zeros in memory of its own, which is never overwritten by a run.</summary>
    /// <exception cref="InvalidDataException">The shape is too large.</exception>
    public static Tensor Unpooled(OnnxElementType type, int[] shape)
    {
        var buffer = new PooledBuffer((int)TensorShape.Bytes(type, shape), null);
        buffer.Bytes.Clear();
        return new(type, shape, MapLayout.RowMajor, buffer);
    }

    /// <summary>What <paramref name="buffer"/> holds.</summary>
    public static Tensor Over(PooledBuffer buffer, OnnxElementType type, int[] shape) => new(type, shape, MapLayout.RowMajor, buffer);

    /// <summary>Whole numbers in memory of their own.</summary>
    public static Tensor Of(ReadOnlySpan<long> values, params int[] shape)
    {
        var tensor = Unpooled(OnnxElementType.Int64, shape);
        values.CopyTo(tensor.Elements<long>());
        return tensor;
    }

    /// <summary>Numbers in memory of their own.</summary>
    public static Tensor Of(ReadOnlySpan<float> values, params int[] shape)
    {
        var tensor = Unpooled(OnnxElementType.Float, shape);
        values.CopyTo(tensor.Elements<float>());
        return tensor;
    }

    /// <summary>The elements in memory order, read as any type of their size.</summary>
    public Span<T> Elements<T>() where T : unmanaged => Unsafe.SizeOf<T>() == Type.Size()
        ? MemoryMarshal.Cast<byte, T>(_buffer.Bytes)[..Count]
        : throw new InvalidDataException($"a tensor has elements of type {Type} instead of {typeof(T).Name}");

    /// <summary>Address of the first element; whoever uses it keeps the tensor alive.</summary>
    public unsafe T* Address<T>() where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Elements<T>()));

    /// <summary>Address of the first element, whatever its type.</summary>
    public unsafe byte* FirstByte => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_buffer.Bytes));

    public Span<byte> Bytes => _buffer.Bytes[..(Count * Type.Size())];

    /// <summary>The same memory, whose elements are all equal; the caller owns the result.</summary>
    public Tensor AsUniform()
    {
        _buffer.Retain();
        return new(Type, Shape, Layout, _buffer) { IsUniform = true };
    }

    /// <summary>The same memory under another shape; the caller owns the result.</summary>
    public Tensor View(int[] shape, MapLayout layout = MapLayout.RowMajor) => View(Type, shape, layout);

    /// <summary>The same memory under another shape and type of the same size; the caller owns the result.</summary>
    public Tensor View(OnnxElementType type, int[] shape, MapLayout layout)
    {
        _buffer.Retain();
        return new(type, shape, layout, _buffer);
    }

    public override void Retain() => _buffer.Retain();

    public override void Release() => _buffer.Release();

    public override string ToString() => $"{Type}[{string.Join(", ", Shape)}]";
}
