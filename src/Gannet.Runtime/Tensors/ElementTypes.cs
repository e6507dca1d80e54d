namespace Gannet.Runtime.Tensors;

/// <summary>Facts about element types.</summary>
internal static class ElementTypes
{
    /// <summary>Bytes per element.</summary>
    public static int Size(this OnnxElementType type) => type switch
    {
        OnnxElementType.Double or OnnxElementType.Int64 => 8,
        OnnxElementType.Float or OnnxElementType.Int32 => 4,
        _ => 1,
    };

    public static bool IsFloatingPoint(this OnnxElementType type) => type is OnnxElementType.Float or OnnxElementType.Double;

    /// <summary>The element type of a .NET type, or null.</summary>
    public static OnnxElementType? TryOf<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? OnnxElementType.Float
        : typeof(T) == typeof(double) ? OnnxElementType.Double
        : typeof(T) == typeof(int) ? OnnxElementType.Int32
        : typeof(T) == typeof(long) ? OnnxElementType.Int64
        : typeof(T) == typeof(byte) ? OnnxElementType.UInt8
        : typeof(T) == typeof(sbyte) ? OnnxElementType.Int8
        : typeof(T) == typeof(bool) ? OnnxElementType.Bool
        : null;

    /// <summary>The type with ONNX's number <paramref name="code"/>.</summary>
    /// <exception cref="InvalidDataException">Graphs with this type cannot be run.</exception>
    public static OnnxElementType FromCode(long code) => (OnnxElementType)code switch
    {
        OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Int32 or OnnxElementType.Int64
            or OnnxElementType.UInt8 or OnnxElementType.Int8 or OnnxElementType.Bool => (OnnxElementType)code,
        _ => throw new InvalidDataException($"element type {code} is not supported"),
    };
}
