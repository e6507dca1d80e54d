using Gannet.Detection.Necks;
using Gannet.Kernels.RoiPooling;

namespace Gannet.Detection.RoiPooling;

/// <summary>Chooses the map that each region's features are pooled from.</summary>
internal sealed class RegionPlacer(IReadOnlyList<FeatureLevel> levels, LevelRounding rounding)
{
    private readonly PyramidLevelRule _rule = new(Number(levels[0]), Number(levels[^1]), rounding);

    /// <summary>Cells per pixel of each map.</summary>
    public float[] Scales { get; } = [.. levels.Select(static level => 1f / level.Stride)];

    /// <summary>The regions of all images in order, each with its map and relative to the map's origin.</summary>
    public PlacedRegion[] Place(IReadOnlyList<Box[]> regions) =>
        [.. regions.SelectMany((boxes, n) => boxes.Select(box => Place(n, _rule.IndexOf(box), box)))];

    private PlacedRegion Place(int image, int level, Box box)
    {
        var origin = levels[level].Origin;
        return new(image, level, origin == 0 ? box : box.Shift(-origin, -origin));
    }

    /// <summary>The number of a level in a pyramid: 2 for stride 4.</summary>
    public static int Number(FeatureLevel level) => (int)Math.Round(Math.Log2(level.Stride));
}
