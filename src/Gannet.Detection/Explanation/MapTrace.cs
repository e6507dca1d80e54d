using Gannet.Detection.Necks;
using Gannet.Torch;

namespace Gannet.Detection.Explanation;

/// <summary>A feature map, averaged over its channels.</summary>
/// <param name="Level">Position of its cells in the input.</param>
/// <param name="Height">Rows of cells.</param>
/// <param name="Width">Columns of cells.</param>
/// <param name="Means">Mean over the channels at each cell, row by row.</param>
public sealed record MapTrace(FeatureLevel Level, int Height, int Width, float[] Means)
{
    /// <summary>Whether the first stage reads it.</summary>
    public bool IsForProposals { get; init; }

    /// <summary>Whether regions are pooled from it.</summary>
    public bool IsForRegions { get; init; }

    /// <summary>Takes a map, <c>[1, C, H, W]</c>.</summary>
    /// <remarks>Device sync.</remarks>
    internal static MapTrace Of(Tensor map, FeatureLevel level)
    {
        using var scope = TensorScope.Enter();
        return new(level, (int)map.Shape[2], (int)map.Shape[3], map.To(ElementType.Float).Mean([1]).ToArray<float>());
    }
}
