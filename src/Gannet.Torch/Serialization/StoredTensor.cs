using System.Runtime.InteropServices;

namespace Gannet.Torch.Serialization;

/// <summary>A tensor in an open weight file; its elements are read on demand.</summary>
/// <remarks>Readable until the <see cref="WeightFile"/> it came from is disposed.</remarks>
public sealed class StoredTensor
{
    private readonly TensorLayout _layout;

    internal StoredTensor(TensorLayout layout) => _layout = layout;

    /// <summary>The state-dict name, such as <c>backbone.body.conv1.weight</c>.</summary>
    public string Name => _layout.Name;

    /// <summary>The type of the stored elements.</summary>
    public ElementType ElementType => _layout.Type;

    /// <summary>The sizes, outermost first; empty for a scalar.</summary>
    public long[] Shape => [.. _layout.Shape];

    /// <summary>Number of elements.</summary>
    public long ElementCount => _layout.ElementCount;

    /// <summary>Number of bytes that <see cref="Read"/> returns.</summary>
    public long ByteCount => _layout.ElementCount * _layout.Type.Size;

    /// <summary>Reads the elements in row-major order, little endian, whatever their order in the file.</summary>
    /// <exception cref="InvalidDataException">The file is shorter than it was, or the tensor too large for one array.</exception>
    /// <exception cref="ObjectDisposedException">The weight file is closed.</exception>
    public byte[] Read() => _layout.Read();

    /// <summary>Reads the elements as single precision; half, bfloat16, double, integers and booleans are converted.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public float[] ReadFloats()
    {
        var bytes = Read();
        return _layout.Type switch
        {
            ElementType.Float => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
            ElementType.Double => Convert<double>(bytes, static x => (float)x),
            ElementType.Half => Convert<Half>(bytes, static x => (float)x),
            ElementType.BFloat16 => Convert<ushort>(bytes, static x => BitConverter.UInt32BitsToSingle((uint)x << 16)),
            ElementType.Int64 => Convert<long>(bytes, static x => x),
            ElementType.Int32 => Convert<int>(bytes, static x => x),
            ElementType.Int16 => Convert<short>(bytes, static x => x),
            ElementType.SByte => Convert<sbyte>(bytes, static x => x),
            ElementType.Byte => Convert<byte>(bytes, static x => x),
            _ => Convert<byte>(bytes, static x => x == 0 ? 0f : 1f),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {ElementType}[{string.Join(", ", _layout.Shape)}]";

    private static float[] Convert<T>(byte[] bytes, Func<T, float> convert) where T : unmanaged =>
        Array.ConvertAll(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), x => convert(x));
}
