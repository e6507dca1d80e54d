using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Indexing;

/// <summary>Whole numbers that name elements along axes.</summary>
internal static class Indices
{
    /// <summary>The numbers of a tensor, in row-major order.</summary>
    /// <exception cref="InvalidDataException">It holds no whole numbers.</exception>
    public static ReadOnlySpan<long> Of(Tensor tensor) => tensor.Type switch
    {
        OnnxElementType.Int64 => tensor.Elements<long>(),
        OnnxElementType.Int32 => Array.ConvertAll(tensor.Elements<int>().ToArray(), static v => (long)v),
        _ => throw new InvalidDataException($"{tensor} holds no indices"),
    };

    /// <summary>An index counted from the front.</summary>
    /// <exception cref="InvalidDataException">It is outside.</exception>
    public static int Checked(long index, int length) => index >= -length && index < length
        ? (int)(index < 0 ? index + length : index)
        : throw new InvalidDataException($"the index {index} is outside of [{-length}, {length})");
}
