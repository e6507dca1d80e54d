namespace Gannet.Torch;

// Between managed and native memory.
public sealed unsafe partial class Tensor
{
    /// <summary>Copies <paramref name="values"/>, in row-major order, into a new tensor.</summary>
    /// <param name="values">The elements: float, double, int, long, byte, short, sbyte, Half or bool.</param>
    /// <param name="shape">The shape; without it the tensor has one dimension.</param>
    /// <exception cref="ArgumentException">The shape has a different number of elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        if (shape.Length == 0) return From(values, [values.Length]);
        var count = 1L;
        foreach (var length in shape) count *= length;
        if (count != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill [{string.Join(", ", shape.ToArray())}].", nameof(shape));

        var tensor = Empty(shape, ElementTypes.Of<T>());
        values.CopyTo(new Span<T>((void*)tensor.Data, values.Length));
        return tensor;
    }

    /// <summary>Makes a tensor with one element and no dimensions.</summary>
    public static Tensor From(float value) => Full([], value, ElementType.Float);

    /// <summary>Copies the elements, in row-major order, to managed memory.</summary>
    /// <remarks>Device sync.</remarks>
    public T[] ToArray<T>() where T : unmanaged
    {
        using var scope = TensorScope.Enter();
        var wanted = ElementTypes.Of<T>();
        var source = Detach();
        if (Device.IsCuda || ElementType != wanted) source = source.To(Device.Cpu, wanted);
        source = source.Contiguous();
        var values = new Span<T>((void*)source.Data, checked((int)source.Count)).ToArray();
        GC.KeepAlive(source);
        return values;
    }

    /// <summary>The only element of a tensor, as a number.</summary>
    /// <remarks>Device sync.</remarks>
    /// <exception cref="InvalidOperationException">The tensor does not have exactly one element.</exception>
    public double Item() => Count == 1
        ? ToArray<double>()[0]
        : throw new InvalidOperationException($"A tensor of {Count} elements is not a number.");
}
