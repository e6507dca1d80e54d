namespace Gannet.Kernels.RoiPooling;

/// <summary>The order in which regions are read: those whose cells lie near each other follow each other and meet in the cache.</summary>
/// <remarks>
/// Regions come by score; in that order each would fetch its cells from memory anew. What is pooled does not depend on the
/// order; gradients are added in it, so that it must not depend on the threads.
/// </remarks>
internal static class RegionOrder
{
    // One integer holds picture, level, place and index, from the top: sorting integers is fastest and stable. Where pictures or
    // levels exceed their bits, only the order is worse.
    private const int IndexBits = 28, PlaceBits = 16, LevelBits = 4;

    // A region is some 7 to 28 cells wide.
    private const float CellsPerTile = 8;

    /// <summary>Indices into <paramref name="regions"/> by picture, level and place.</summary>
    public static int[] ByPlace(FeatureMap[] levels, PlacedRegion[] regions)
    {
        var keys = new ulong[regions.Length];
        for (var r = 0; r < keys.Length; r++)
        {
            var (image, level, box) = regions[r];
            var tiles = levels[level].Scale / CellsPerTile;
            var place = Spread((box.X1 + box.X2) / 2 * tiles) | Spread((box.Y1 + box.Y2) / 2 * tiles) << 1;
            var map = (uint)image << LevelBits | (uint)level & ((1u << LevelBits) - 1);
            keys[r] = ((ulong)map << PlaceBits | place) << IndexBits | (uint)r;
        }

        Array.Sort(keys);
        return Array.ConvertAll(keys, static key => (int)(key & ((1ul << IndexBits) - 1)));
    }

    // Every second bit of the result is the tile's: two coordinates interleaved make Morton's curve, on which neighbours are near.
    private static uint Spread(float tile)
    {
        var bits = (uint)Math.Clamp(tile, 0, 255);
        bits = (bits | bits << 4) & 0x0f0f;
        bits = (bits | bits << 2) & 0x3333;
        return (bits | bits << 1) & 0x5555;
    }
}
