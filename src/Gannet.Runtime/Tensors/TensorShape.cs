namespace Gannet.Runtime.Tensors;

/// <summary>Arithmetic on the lengths of axes.</summary>
internal static class TensorShape
{
    /// <summary>Bytes of the largest tensor: an array holds a little less than 2³¹, and a buffer is up to a fifth larger than its tensor.</summary>
    public const long MostBytes = 1L << 30;

    /// <summary>The number of elements.</summary>
    /// <exception cref="InvalidDataException">A length is negative or the product too large.</exception>
    public static long Count(ReadOnlySpan<int> shape)
    {
        var isEmpty = shape.Contains(0);
        long count = 1;
        foreach (var length in shape)
        {
            if (length < 0) throw new InvalidDataException($"a length is negative: {Text(shape)}");
            if (!isEmpty && (count *= length) > MostBytes) throw TooLarge(shape);
        }

        return isEmpty ? 0 : count;
    }

    /// <summary>The memory of a tensor.</summary>
    /// <exception cref="InvalidDataException">A length is negative or the tensor too large.</exception>
    public static long Bytes(OnnxElementType type, ReadOnlySpan<int> shape)
    {
        var bytes = Count(shape) * type.Size();
        return bytes <= MostBytes ? bytes : throw TooLarge(shape);
    }

    /// <summary>Checks lengths that come from a file or from a graph's own arithmetic.</summary>
    /// <exception cref="InvalidDataException">A length is negative or too large.</exception>
    public static int[] From(ReadOnlySpan<long> lengths)
    {
        var shape = new int[lengths.Length];
        for (var k = 0; k < shape.Length; k++)
        {
            if (lengths[k] is < 0 or > int.MaxValue)
                throw new InvalidDataException($"the shape [{string.Join(", ", lengths.ToArray())}] is negative or too large");
            shape[k] = (int)lengths[k];
        }

        return shape;
    }

    /// <summary>An axis counted from the front.</summary>
    /// <exception cref="InvalidDataException">There is no such axis.</exception>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new InvalidDataException($"there is no axis {axis} among {rank}");

    /// <summary>The product of some lengths that are known to have a count.</summary>
    public static int Product(ReadOnlySpan<int> lengths)
    {
        long product = 1;
        foreach (var length in lengths) product *= length;
        return checked((int)product);
    }

    /// <summary>Distances between neighbours along each axis, in elements, in logical order.</summary>
    public static long[] Steps(ReadOnlySpan<int> shape, MapLayout layout)
    {
        var steps = new long[shape.Length];
        if (layout == MapLayout.ChannelsLast) return [(long)shape[1] * shape[2] * shape[3], 1, (long)shape[1] * shape[3], shape[1]];
        long step = 1;
        for (var k = shape.Length - 1; k >= 0; k--)
        {
            steps[k] = step;
            step *= shape[k];
        }

        return steps;
    }

    /// <summary>The shape of two operands' combination, in which lengths of 1 stretch.</summary>
    /// <exception cref="InvalidDataException">The lengths do not match.</exception>
    public static int[] Broadcast(int[] a, int[] b)
    {
        if (a.AsSpan().SequenceEqual(b)) return a;
        var shape = new int[Math.Max(a.Length, b.Length)];
        for (var k = 1; k <= shape.Length; k++)
        {
            var (inA, inB) = (k <= a.Length ? a[^k] : 1, k <= b.Length ? b[^k] : 1);
            if (inA != inB && inA != 1 && inB != 1) throw new InvalidDataException($"the shapes {Text(a)} and {Text(b)} do not match");
            shape[^k] = inA == 1 ? inB : inA;
        }

        return shape;
    }

    public static string Text(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    private static InvalidDataException TooLarge(ReadOnlySpan<int> shape) => new($"the shape {Text(shape)} is too large");
}
