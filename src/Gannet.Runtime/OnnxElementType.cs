using System.Diagnostics.CodeAnalysis;

namespace Gannet.Runtime;

/// <summary>The type of a tensor's elements, with ONNX's numbers.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's own words.")]
[SuppressMessage("Design", "CA1008:Enums should have zero value", Justification = "ONNX's 0 is no type.")]
public enum OnnxElementType
{
    /// <summary>IEEE single precision.</summary>
    Float = 1,

    /// <summary>8 bits, unsigned.</summary>
    UInt8 = 2,

    /// <summary>8 bits, signed.</summary>
    Int8 = 3,

    /// <summary>32 bits, signed.</summary>
    Int32 = 6,

    /// <summary>64 bits, signed.</summary>
    Int64 = 7,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 9,

    /// <summary>IEEE double precision.</summary>
    Double = 11,
}
