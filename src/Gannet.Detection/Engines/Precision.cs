using System.Diagnostics.CodeAnalysis;

namespace Gannet.Detection.Engines;

/// <summary>The number format of a network's arithmetic.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The field's own words.")]
public enum Precision
{
    /// <summary>32 bits.</summary>
    Float32,

    /// <summary>16 bits with the range of 32; sums and predictions are 32-bit. Needs AVX512-BF16 or a CUDA device.</summary>
    BFloat16,
}
