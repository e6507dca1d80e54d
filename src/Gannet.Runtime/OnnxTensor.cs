using Gannet.Runtime.Tensors;

namespace Gannet.Runtime;

/// <summary>An array of numbers with a shape, in row-major order, that goes into or comes out of a graph.</summary>
/// <remarks>It does not change after it was made, so one tensor may be an input of several runs at once. Nothing needs to be disposed.</remarks>
public sealed class OnnxTensor
{
    internal OnnxTensor(Tensor tensor) => Tensor = tensor;

    /// <summary>Type of the elements.</summary>
    public OnnxElementType ElementType => Tensor.Type;

    /// <summary>Length of each axis, outermost first; empty for a single number.</summary>
    public IReadOnlyList<int> Shape => Tensor.Shape;

    /// <summary>Number of elements.</summary>
    public int Count => Tensor.Count;

    internal Tensor Tensor { get; }

    /// <summary>Copies values into a tensor.</summary>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/>, <see cref="int"/>, <see cref="long"/>, <see cref="byte"/>, <see cref="sbyte"/> or <see cref="bool"/>.</typeparam>
    /// <param name="values">The elements in row-major order: the last axis varies fastest.</param>
    /// <param name="shape">Length of each axis; none for a single number.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements or a negative length, or there is no such element type.</exception>
    public static OnnxTensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape) where T : unmanaged
    {
        if (ElementTypes.TryOf<T>() is not { } type) throw new ArgumentException($"No tensor has elements of type {typeof(T).Name}.", nameof(values));
        Int128 expected = 1;
        foreach (var length in shape)
        {
            if (length < 0) throw new ArgumentException($"A length is negative: [{string.Join(", ", shape.ToArray())}].", nameof(shape));
            expected *= length;
        }

        if (expected != values.Length)
            throw new ArgumentException($"The shape [{string.Join(", ", shape.ToArray())}] needs {expected} values, not {values.Length}.", nameof(shape));
        var tensor = Tensor.Unpooled(type, shape.ToArray());
        values.CopyTo(tensor.Elements<T>());
        return new(tensor);
    }

    /// <summary>The elements in row-major order.</summary>
    /// <typeparam name="T">The .NET type that matches <see cref="ElementType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The elements have another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged => ElementTypes.TryOf<T>() == ElementType
        ? Tensor.Elements<T>()
        : throw new InvalidOperationException($"The elements are of type {ElementType}, not {typeof(T).Name}.");

    /// <summary>A copy of the elements in row-major order.</summary>
    /// <typeparam name="T">The .NET type that matches <see cref="ElementType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The elements have another type.</exception>
    public T[] ToArray<T>() where T : unmanaged => AsSpan<T>().ToArray();

    /// <summary>For example <c>Float[1, 3, 224, 224]</c>.</summary>
    public override string ToString() => Tensor.ToString();
}
