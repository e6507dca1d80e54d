namespace Gannet.Torch;

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
