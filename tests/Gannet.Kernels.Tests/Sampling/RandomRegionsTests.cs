using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.Sampling;

namespace Gannet.Kernels.Tests.Sampling;

public sealed class RandomRegionsTests
{
    [Fact]
    public void Regions_lie_inside_the_picture_and_have_a_side_of_a_pixel() => Prop.ForAll(
        (from height in Gen.Choose(1, 40)
         from width in Gen.Choose(1, 40)
         from count in Gen.Choose(0, 50)
         from truths in ArbitraryBoxes.One.ArrayOf()
         from seed in Gen.Choose(0, 1000)
         select (height, width, count, truths, seed)).ToArbitrary(),
        static p =>
        {
            var regions = RandomRegions.Draw(p.count, p.height, p.width, p.truths, new Random(p.seed));
            return regions.Length == p.count
                && regions.All(r => r.X1 >= 0 && r.Y1 >= 0 && r.X2 <= p.width && r.Y2 <= p.height && r.Width >= 1 && r.Height >= 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nine_tenths_lie_around_the_objects_in_equal_shares()
    {
        Box[] truths = [new(100, 100, 120, 110), new(400, 300, 420, 340)];
        var regions = RandomRegions.Draw(1001, 600, 800, truths, new Random(3));
        // ⌊.9 · 1001 / 2⌋ = 450 each: within one width and height of the box.
        Assert.All(regions[..450], static r => Assert.True(r.X1 >= 80 && r.X2 <= 140 && r.Y1 >= 90 && r.Y2 <= 120, r.ToString()));
        Assert.All(regions[450..900], static r => Assert.True(r.X1 >= 380 && r.X2 <= 440 && r.Y1 >= 260 && r.Y2 <= 380, r.ToString()));
        Assert.True(regions[900..].Count(static r => r.Width > 100) > 50, "the rest lie anywhere");
    }

    // An object from 10.5 to 12.5 reaches to 8.5 and 14.5, rounded outwards to 8 and 15. An object without width is not extended.
    [Fact]
    public void Regions_reach_as_far_as_the_object_is_wide()
    {
        var regions = RandomRegions.Draw(1000, 40, 40, [new(10.5f, 20, 12.5f, 20)], new Random(3))[..900];
        Assert.Equal((8, 15), (regions.Min(static r => r.X1), regions.Max(static r => r.X2)));
        Assert.Equal((20, 21), (regions.Min(static r => r.Y1), regions.Max(static r => r.Y2)));
    }

    // Every pair of different corners is equally likely: on three places, (0, 1), (1, 2) and (0, 2) a third each.
    [Fact]
    public void Corners_are_drawn_evenly()
    {
        var regions = RandomRegions.Draw(9000, 2, 1, [], new Random(3));
        foreach (var box in (Box[])[new(0, 0, 1, 1), new(0, 1, 1, 2), new(0, 0, 1, 2)])
            Assert.InRange(regions.Count(r => r == box), 2800, 3200); // 3000 ± 4.5 standard deviations
    }

    [Fact]
    public void Without_objects_all_lie_anywhere()
    {
        var regions = RandomRegions.Draw(500, 100, 100, [], new Random(3));
        Assert.True(regions.Count(static r => r.Y1 > 50) > 50);
        Assert.True(regions.Count(static r => r.Y2 < 50) > 50);
    }

    [Theory]
    [InlineData(-50, -40)]
    [InlineData(500, 510)]
    [InlineData(-1e9f, 1e9f)]
    [InlineData(5, 5)]
    public void Objects_outside_the_picture_or_without_extent_do_no_harm(float start, float end) => Assert.All(
        RandomRegions.Draw(20, 16, 16, [new(start, start, end, end)], new Random(3)),
        static r => Assert.True(r.X1 >= 0 && r.Y1 >= 0 && r.X2 <= 16 && r.Y2 <= 16 && r.Width >= 1 && r.Height >= 1, r.ToString()));
}
