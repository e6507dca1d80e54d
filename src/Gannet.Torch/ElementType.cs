using System.Diagnostics.CodeAnalysis;

namespace Gannet.Torch;

/// <summary>The type of a tensor's elements, with libtorch's <c>ScalarType</c> numbers.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's own words.")]
public enum ElementType
{
    /// <summary>8 bits, unsigned.</summary>
    Byte = 0,

    /// <summary>8 bits, signed.</summary>
    SByte = 1,

    /// <summary>16 bits, signed.</summary>
    Int16 = 2,

    /// <summary>32 bits, signed.</summary>
    Int32 = 3,

    /// <summary>64 bits, signed.</summary>
    Int64 = 4,

    /// <summary>IEEE half precision.</summary>
    Half = 5,

    /// <summary>IEEE single precision.</summary>
    Float = 6,

    /// <summary>IEEE double precision.</summary>
    Double = 7,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 11,

    /// <summary>The upper half of a single: 8 bits of exponent, 7 of mantissa.</summary>
    BFloat16 = 15,
}

/// <summary>Facts about element types.</summary>
public static class ElementTypeExtensions
{
    extension(ElementType type)
    {
        /// <summary>Bytes per element.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The number is not one of the named types.</exception>
        public int Size => type switch
        {
            ElementType.Byte or ElementType.SByte or ElementType.Bool => 1,
            ElementType.Int16 or ElementType.Half or ElementType.BFloat16 => 2,
            ElementType.Int32 or ElementType.Float => 4,
            ElementType.Int64 or ElementType.Double => 8,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a known element type."),
        };

        /// <summary>Whether the elements are floating point numbers.</summary>
        public bool IsFloatingPoint => type is ElementType.Half or ElementType.Float or ElementType.Double or ElementType.BFloat16;
    }
}

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
