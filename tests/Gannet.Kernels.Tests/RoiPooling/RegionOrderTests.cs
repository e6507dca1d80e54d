using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

public sealed unsafe class RegionOrderTests
{
    private static readonly FeatureMap[] s_levels = [new(null, 100, 100, 1, .25f), new(null, 50, 50, 1, .125f)];

    [Fact]
    public void Regions_follow_by_picture_level_and_place()
    {
        PlacedRegion[] regions =
        [
            At(1, 0, 10, 10), At(0, 1, 10, 10), At(0, 0, 300, 300), At(0, 0, 40, 8), At(0, 0, 8, 40), At(0, 0, 40, 40), At(0, 0, 8, 8),
        ];
        // Tiles of 32 pixels on the first level: right before below, and the far corner last.
        Assert.Equal([6, 3, 4, 5, 2, 1, 0], RegionOrder.ByPlace(s_levels, regions));
    }

    [Fact]
    public void Equal_places_keep_their_order() => Assert.Equal(
        Enumerable.Range(0, 100), RegionOrder.ByPlace(s_levels, [.. Enumerable.Range(0, 100).Select(static k => At(0, 0, 8 + k % 5, 8))]));

    [Fact]
    public void Impossible_places_are_still_visited_once()
    {
        float[] ends = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f, -1e30f, 0];
        PlacedRegion[] regions = [.. from x in ends from y in ends select new PlacedRegion(70000, 1, new(x, y, x, y))];
        Assert.Equal(Enumerable.Range(0, regions.Length), RegionOrder.ByPlace(s_levels, regions).Order());
    }

    private static PlacedRegion At(int image, int level, float x, float y) => new(image, level, new(x - 4, y - 4, x + 4, y + 4));
}
