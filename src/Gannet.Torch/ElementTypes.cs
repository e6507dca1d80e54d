namespace Gannet.Torch;

/// <summary>Maps C# types to element types of tensors.</summary>
internal static class ElementTypes
{
    /// <summary>The element type of <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">Tensors cannot hold <typeparamref name="T"/>.</exception>
    public static ElementType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? ElementType.Float
        : typeof(T) == typeof(long) ? ElementType.Int64
        : typeof(T) == typeof(int) ? ElementType.Int32
        : typeof(T) == typeof(byte) ? ElementType.Byte
        : typeof(T) == typeof(double) ? ElementType.Double
        : typeof(T) == typeof(bool) ? ElementType.Bool
        : typeof(T) == typeof(BFloat16) ? ElementType.BFloat16
        : typeof(T) == typeof(Half) ? ElementType.Half
        : typeof(T) == typeof(short) ? ElementType.Int16
        : typeof(T) == typeof(sbyte) ? ElementType.SByte
        : throw new NotSupportedException($"A tensor cannot hold {typeof(T).Name}.");
}
