using System.Runtime.InteropServices;

namespace Gannet.Torch.Serialization;

/// <summary>A tensor to be written; its elements are requested when it is written.</summary>
/// <param name="Name">The state-dict name.</param>
/// <param name="ElementType">The type of the elements.</param>
/// <param name="Shape">The sizes, outermost first.</param>
/// <param name="WriteTo">Writes the elements in row-major order, little endian; exactly as many bytes as the shape takes.</param>
public sealed record TensorContent(string Name, ElementType ElementType, IReadOnlyList<long> Shape, Action<Stream> WriteTo)
{
    /// <summary>A tensor of single precision from an array.</summary>
    public static TensorContent From(string name, float[] values, params long[] shape) =>
        new(name, ElementType.Float, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.AsSpan())));

    /// <summary>A tensor from another weight file, read when it is written.</summary>
    public static TensorContent From(StoredTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new(tensor.Name, tensor.ElementType, tensor.Shape, stream => stream.Write(tensor.Read()));
    }
}
