namespace Gannet.Torch.Serialization;

/// <summary>Where a tensor's elements lie in a storage: <c>storage[Offset + Σ index·stride]</c>.</summary>
/// <remarks>Checked when created, so that reading can neither leave the storage nor use more memory than the file justifies.</remarks>
internal sealed class TensorLayout
{
    // A stride of 0 repeats elements, so a tiny file can claim terabytes; up to this much is accepted without question.
    private const long FreeBytes = 64 << 20;
    private const int MaxDimensions = 64;

    private readonly FileRegion _storage;
    private readonly long _offset;
    private readonly long[] _strides;

    public TensorLayout(string name, FileRegion storage, ElementType type, long offset, long[] shape, long[] strides)
    {
        (Name, _storage, Type, _offset, Shape, _strides) = (name, storage, type, offset, shape, strides);
        if (shape.Length > MaxDimensions) throw Malformed($"has {shape.Length} dimensions");
        if (strides.Length != shape.Length) throw Malformed($"has {shape.Length} dimensions but {strides.Length} strides");
        if (offset < 0 || shape.Any(long.IsNegative) || strides.Any(long.IsNegative)) throw Malformed("has a negative offset, size or stride");
        try
        {
            ElementCount = shape.Contains(0) ? 0 : shape.Aggregate(1L, static (product, size) => checked(product * size));
            var bytes = checked(ElementCount * type.Size);
            Extent = ElementCount == 0 ? 0 : checked(1 + shape.Zip(strides, static (size, stride) => checked((size - 1) * stride)).Aggregate(0L, static (a, b) => checked(a + b)));
            if (Extent > 0 && checked((offset + Extent) * type.Size) > storage.Length)
                throw Malformed($"reaches element {offset + Extent} of a storage of {storage.Length / type.Size}");
            if (bytes > Math.Max(FreeBytes, storage.File.Length)) throw Malformed($"claims {bytes} bytes in a file of {storage.File.Length}");
        }
        catch (OverflowException)
        {
            throw Malformed("claims more elements than can be counted");
        }
    }

    public string Name { get; }

    public ElementType Type { get; }

    public long[] Shape { get; }

    public long ElementCount { get; }

    // Number of elements from the first to the last in storage order, inclusive.
    private long Extent { get; }

    /// <summary>Strides of a row-major tensor whose size in bytes is known to fit; all 0 for one without elements.</summary>
    public static long[] RowMajor(long[] shape)
    {
        var strides = new long[shape.Length];
        if (shape.Contains(0)) return strides;
        for (var (d, stride) = (shape.Length - 1, 1L); d >= 0; stride *= shape[d], d--) strides[d] = stride;
        return strides;
    }

    public byte[] Read()
    {
        var size = Type.Size;
        if (Math.Max(Extent, ElementCount) * size > Array.MaxLength)
            throw _storage.File.Malformed($"tensor '{Name}' takes {ElementCount * size} bytes, more than one array can; split it.");
        var bytes = _storage.File.Read(_storage.Offset + _offset * size, Extent * size);
        return IsRowMajor() ? bytes : Gather(bytes, size);
    }

    private bool IsRowMajor()
    {
        var expected = 1L;
        for (var d = Shape.Length - 1; d >= 0; expected *= Shape[d], d--)
        {
            if (Shape[d] == 0) return true;
            if (Shape[d] != 1 && _strides[d] != expected) return false;
        }

        return true;
    }

    private byte[] Gather(byte[] source, int size)
    {
        var result = new byte[ElementCount * size];
        var index = new long[Shape.Length];
        var from = 0L;
        for (var to = 0; to < result.Length; to += size)
        {
            source.AsSpan((int)(from * size), size).CopyTo(result.AsSpan(to));
            for (var d = Shape.Length - 1; d >= 0; d--)
            {
                from += _strides[d];
                if (++index[d] < Shape[d]) break;
                from -= _strides[d] * Shape[d];
                index[d] = 0;
            }
        }

        return result;
    }

    private InvalidDataException Malformed(string what) =>
        _storage.File.Malformed($"tensor '{Name}' of shape [{string.Join(", ", Shape.Take(8))}] {what}; the file is damaged, copy it again.");
}
