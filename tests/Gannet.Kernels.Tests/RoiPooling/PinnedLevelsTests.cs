using Gannet.Kernels.RoiPooling;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.RoiPooling;

/// <summary>Pooling in managed memory gives the same values as pooling by address, and refuses whatever would read past the end.</summary>
public sealed class PinnedLevelsTests
{
    private const int Size = 3, Channels = 18;
    private static readonly PoolingScene s_scene = new(Channels, regions: 9, seed: 3);

    private static readonly Dictionary<string, ManagedPooling> s_managed = new()
    {
        ["RoiAlign"] = new(
            (levels, regions, output, last) => RoiAlign.Forward(levels, regions, new RoiAlignOptions(Size), output, last),
            (levels, regions, gradient, last) => RoiAlign.Backward(levels, regions, new RoiAlignOptions(Size), gradient, last)),
        ["CropAndResize"] = new(
            (levels, regions, output, last) => CropAndResize.Forward(levels, regions, new CropAndResizeOptions(Size, 64, 96), output, last),
            (levels, regions, gradient, last) => CropAndResize.Backward(levels, regions, new CropAndResizeOptions(Size, 64, 96), gradient, last)),
        ["PsRoiPool"] = new(
            (levels, regions, output, last) => PsRoiPool.Forward(levels, regions, new PsRoiPoolOptions(Size), output, last),
            (levels, regions, gradient, last) => PsRoiPool.Backward(levels, regions, new PsRoiPoolOptions(Size), gradient, last)),
        ["PsRoiAlign"] = new(
            (levels, regions, output, last) => PsRoiAlign.Forward(levels, regions, new PsRoiAlignOptions(Size), output, last),
            (levels, regions, gradient, last) => PsRoiAlign.Backward(levels, regions, new PsRoiAlignOptions(Size), gradient, last)),
        ["RoiPool"] = new(
            (levels, regions, output, last) => RoiPool.Forward(levels, regions, Size, output, new int[output.Length], last),
            (levels, regions, gradient, last) => RoiPool.Backward(levels, regions, Size, gradient, Winners(regions, gradient.Length, last), last)),
    };

    private delegate void ManagedPass(PooledLevel[] levels, PlacedRegion[] regions, float[] values, bool channelsLast);

    public static TheoryData<string, bool> Poolings
    {
        get
        {
            var poolings = new TheoryData<string, bool>();
            foreach (var name in s_managed.Keys)
            {
                poolings.Add(name, true);
                poolings.Add(name, false);
            }

            return poolings;
        }
    }

    [Theory]
    [MemberData(nameof(Poolings))]
    public void Gives_the_values_of_the_kernels_on_addresses(string name, bool channelsLast)
    {
        var (pooling, managed) = (PlannedPooling.All(Size).Single(p => p.Name == name), s_managed[name]);
        var output = new float[s_scene.Count(pooling)];
        managed.Forward(Levels(s_scene.Features), s_scene.Regions, output, channelsLast);
        Assert.Equal(s_scene.Forward(pooling, KernelPlan.Best, channelsLast), output);

        var gradient = PoolingScene.Values(output.Length, new Random(4));
        float[][] added = [.. s_scene.Features.Select(static map => new float[map.Length])];
        managed.Backward(Levels(added), s_scene.Regions, gradient, channelsLast);
        Assert.Equal(s_scene.Backward(pooling, KernelPlan.Best, gradient, channelsLast), added);
    }

    [Theory]
    [MemberData(nameof(Poolings))]
    public void Refuses_what_does_not_fit(string name, bool channelsLast)
    {
        var (levels, count) = (Levels(s_scene.Features), s_scene.Count(PlannedPooling.All(Size).Single(p => p.Name == name)));
        foreach (var (pass, values) in (ReadOnlySpan<(ManagedPass, string)>)[(s_managed[name].Forward, "output"), (s_managed[name].Backward, "gradient")])
        {
            Assert.Throws<ArgumentException>(values, () => pass(levels, s_scene.Regions, new float[count - 1], channelsLast));
            Assert.Throws<ArgumentException>(values, () => pass(levels, s_scene.Regions, new float[count + 1], channelsLast));
            Assert.Throws<ArgumentException>("levels", () => pass([], s_scene.Regions, new float[count], channelsLast));
            Assert.Throws<ArgumentException>("levels", () => pass([levels[0], default], s_scene.Regions, new float[count], channelsLast));
            foreach (var wrong in (PlacedRegion[])[Region(2, 0), Region(-1, 0), Region(0, 2), Region(0, -1), new(0, 0, new(0, 0, float.NaN, 9))])
                Assert.Throws<ArgumentException>("regions", () => pass(levels, [wrong, .. s_scene.Regions[1..]], new float[count], channelsLast));
            pass(levels, [], [], channelsLast); // no regions, nothing to do
        }
    }

    [Fact]
    public void Position_sensitive_maps_hold_a_channel_for_each_bin()
    {
        var level = new PooledLevel(new float[10], 1, 1, 10, 1);
        Assert.Throws<ArgumentException>("levels", () => PsRoiPool.Forward([level], [Region(0, 0)], new PsRoiPoolOptions(Size), new float[9], true));
    }

    [Fact]
    public void Winners_are_cells_of_their_map()
    {
        var level = new PooledLevel(new float[6], 2, 3, 1, 1);
        Assert.Throws<ArgumentException>("winners", () => RoiPool.Forward([level], [Region(0, 0)], 1, new float[1], new int[2], true));
        Assert.Throws<ArgumentException>("winners", () => RoiPool.Backward([level], [Region(0, 0)], 1, new float[1], [], true));
        Assert.Throws<ArgumentException>("winners", () => RoiPool.Backward([level], [Region(0, 0)], 1, new float[1], [6], true));
        Assert.Throws<ArgumentException>("winners", () => RoiPool.Backward([level], [Region(0, 0)], 1, new float[1], [-2], true));
        RoiPool.Backward([level], [Region(0, 0)], 1, [7f], [5], true);
        Assert.Equal([0, 0, 0, 0, 0, 7], level.Values.ToArray());
        RoiPool.Forward([level], [Region(0, 0)], 1, new float[1], [], true);
    }

    private static PlacedRegion Region(int image, int level) => new(image, level, new(0, 0, 8, 8));

    private static PooledLevel[] Levels(float[][] maps) => [new(maps[0], 8, 12, Channels, 1f / 8), new(maps[1], 4, 6, Channels, 1f / 16)];

    private static int[] Winners(PlacedRegion[] regions, int count, bool channelsLast)
    {
        var winners = new int[count];
        if (count == s_scene.Regions.Length * Size * Size * Channels && regions.Length == s_scene.Regions.Length && regions[0] == s_scene.Regions[0])
            RoiPool.Forward(Levels(s_scene.Features), regions, Size, new float[count], winners, channelsLast);
        return winners;
    }

    private sealed record ManagedPooling(ManagedPass Forward, ManagedPass Backward);
}
