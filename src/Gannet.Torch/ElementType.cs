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
