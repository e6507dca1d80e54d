using Gannet.Kernels.RoiPooling;
using Gannet.Torch;

namespace Gannet.Detection.Explanation;

/// <summary>What was pooled from each region.</summary>
/// <param name="Levels">Index of the map that each region was pooled from, finest first, <c>[R]</c>.</param>
/// <param name="Size">Bins per side, S.</param>
/// <param name="Means">Mean over the channels of each bin, <c>[R, S, S]</c>.</param>
public sealed record PoolingTrace(int[] Levels, int Size, float[] Means)
{
    /// <summary>The bins of a region, row by row.</summary>
    /// <param name="region">Index of the region.</param>
    public ReadOnlySpan<float> Of(int region) => Means.AsSpan(region * Size * Size, Size * Size);

    /// <remarks>Device sync.</remarks>
    internal static PoolingTrace Of(PlacedRegion[] regions, Tensor pooled, int size)
    {
        using var scope = TensorScope.Enter();
        return new([.. regions.Select(static r => r.Level)], size, pooled.To(ElementType.Float).Mean([1]).ToArray<float>());
    }
}
