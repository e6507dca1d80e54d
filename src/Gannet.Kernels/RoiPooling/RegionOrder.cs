namespace Gannet.Kernels.RoiPooling;

/// <summary>A region with the image and the level that its features are read from.</summary>
/// <param name="Image">Index in the batch.</param>
/// <param name="Level">Index of the feature level.</param>
/// <param name="Box">In pixels of the network's input.</param>
public readonly record struct PlacedRegion(int Image, int Level, Box Box);

/// <summary>The order in which regions are read: regions with nearby cells follow each other and share the cache.</summary>
/// <remarks>
/// Regions come sorted by score; in that order each would fetch its cells from memory again. Pooled values do not depend on the order.
/// Gradients are added in this order, so it must not depend on the threads.
/// </remarks>
internal static class RegionOrder
{
    // One integer holds image, level, place and index, from the highest bits down: sorting integers is fastest, and the index makes it
    // stable. If images or levels exceed their bits, only the order gets worse.
    private const int IndexBits = 28, PlaceBits = 16, LevelBits = 4;

    // A region is about 7 to 28 cells wide.
    private const float CellsPerTile = 8;

    /// <summary>Indices into <paramref name="regions"/>, sorted by image, level and place.</summary>
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

    // Moves the tile's bits to every second bit: two interleaved coordinates form a Morton curve, which keeps neighbours close.
    private static uint Spread(float tile)
    {
        var bits = (uint)Math.Clamp(tile, 0, 255);
        bits = (bits | bits << 4) & 0x0f0f;
        bits = (bits | bits << 2) & 0x3333;
        return (bits | bits << 1) & 0x5555;
    }
}
