// Shapes: R regions of all pictures, C channels, S bins a side.
using Gannet.Torch;
using Gannet.Vision;
using Gannet.Vision.Regions;

namespace Gannet.Detection.Regions;

/// <summary>Reads the features of each region from the pyramid level that fits its size.</summary>
internal sealed class RegionPooling(RegionOptions options, IReadOnlyList<int> strides)
{
    private readonly RoiAlignOptions _align = new(options.Size, options.SamplingRatio, options.Aligned);
    private readonly PyramidLevelRule _rule = new(Level(strides[0]), Level(strides[^1]));

    /// <summary>Pools the regions of each picture, in order: <c>[R, C, S, S]</c>.</summary>
    /// <param name="levels">The pyramid; levels beyond the pooled ones are not used.</param>
    /// <param name="regions">For each picture, in pixels of the input.</param>
    /// <param name="format">Memory order of the result.</param>
    public Tensor Forward(IReadOnlyList<Tensor> levels, IReadOnlyList<Box[]> regions, MemoryFormat format)
    {
        var placed = regions.SelectMany((boxes, n) => boxes.Select(box => new PlacedRegion(n, _rule.IndexOf(box), box))).ToArray();
        return RoiAlignFunction.Apply([.. levels.Take(strides.Count)], [.. strides.Select(static s => 1f / s)], placed, _align, format);
    }

    private static int Level(int stride) => (int)Math.Round(Math.Log2(stride));
}
