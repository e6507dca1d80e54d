using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.Simd;
using Gannet.Kernels.Tests.Simd;

namespace Gannet.Kernels.Tests.RoiPooling;

/// <summary>What must hold for every pooling, whatever the vector width and the number of threads.</summary>
public sealed class RegionKernelsTests
{
    private static readonly int[] s_channels = [1, 3, 15, 16, 17, 81, 256];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_width_and_number_of_threads_gives_the_same_bits(bool channelsLast)
    {
        foreach (var channels in s_channels)
        {
            foreach (var pooling in PlannedPooling.All(size: 3))
            {
                if (pooling.IsPositionSensitive && channels > 81) continue; // the map has nine times as many: slow, and nothing new
                // 48 regions: from 81 channels on, the work is large enough to be shared.
                var scene = new PoolingScene(pooling.IsPositionSensitive ? channels * 9 : channels, regions: 48, seed: channels);
                var gradient = PoolingScene.Values(scene.Count(pooling), new Random(channels + 1));
                var output = scene.Forward(pooling, KernelPlans.Scalar, channelsLast);
                var maps = scene.Backward(pooling, KernelPlans.Scalar, gradient, channelsLast);
                Assert.Contains(output, static v => v != 0);
                Assert.All(maps, static map => Assert.Contains(map, static v => v != 0));
                foreach (var plan in KernelPlans.All)
                {
                    Equal(output, scene.Forward(pooling, plan, channelsLast), $"{pooling.Name} {channels} {plan}");
                    var again = scene.Backward(pooling, plan, gradient, channelsLast);
                    for (var level = 0; level < maps.Length; level++) Equal(maps[level], again[level], $"{pooling.Name} backward {channels} {plan}");
                }
            }
        }
    }

    [Fact]
    public void Both_memory_orders_hold_the_same_values()
    {
        foreach (var pooling in PlannedPooling.All(size: 7))
        {
            var channels = pooling.IsPositionSensitive ? 3 : 19;
            var scene = new PoolingScene(pooling.IsPositionSensitive ? 3 * 49 : channels, regions: 9, seed: 4);
            var (last, first) = (scene.Forward(pooling, KernelPlans.Scalar, true), scene.Forward(pooling, KernelPlans.Scalar, false));
            Assert.Equal(ChannelsFirst(last, channels, 49), first);
            var gradient = PoolingScene.Values(last.Length, new Random(5));
            scene.Forward(pooling, KernelPlans.Scalar, true);
            var expected = scene.Backward(pooling, KernelPlans.Scalar, gradient, true);
            scene.Forward(pooling, KernelPlans.Scalar, false);
            Assert.Equal(expected, scene.Backward(pooling, KernelPlans.Scalar, ChannelsFirst(gradient, channels, 49), false));
        }
    }

    // ⟨P x, g⟩ = ⟨x, Pᵀ g⟩; for max pooling, P is the selection made by x itself.
    [Fact]
    public void The_backward_pass_is_the_adjoint_of_the_forward_pass() => Prop.ForAll(Scenes(), static s =>
    {
        var gradient = PoolingScene.Values(s.Scene.Count(s.Pooling), new Random(6));
        var forward = Dot(s.Scene.Forward(s.Pooling, KernelPlan.Best), gradient);
        var maps = s.Scene.Backward(s.Pooling, KernelPlan.Best, gradient);
        return Math.Abs(forward - maps.Select((map, level) => Dot(map, s.Scene.Features[level])).Sum()) < 1e-3;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void All_but_max_pooling_are_linear() => Prop.ForAll(Scenes(), static s =>
    {
        if (s.Pooling.Name == "RoiPool") return true;
        var random = new Random(7);
        float[][] other = [.. s.Scene.Features.Select(map => PoolingScene.Values(map.Length, random))];
        float[][] sum = [.. s.Scene.Features.Select((map, level) => map.Select((v, k) => 2 * v - other[level][k]).ToArray())];
        var (a, b) = (s.Scene.Forward(s.Pooling, KernelPlan.Best), s.Scene.Forward(s.Pooling, KernelPlan.Best, features: other));
        var both = s.Scene.Forward(s.Pooling, KernelPlan.Best, features: sum);
        return both.Select((v, k) => Math.Abs(v - (2 * a[k] - b[k]))).All(static error => error < 1e-5);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Regions_far_outside_read_nothing_and_learn_nothing()
    {
        foreach (var pooling in PlannedPooling.All(size: 3))
        {
            var scene = new PoolingScene(18, regions: 4, seed: 8);
            for (var r = 0; r < 4; r++)
            {
                var (dx, dy) = ((r - 1) % 2 * 5000, (r - 2) % 2 * 5000);
                scene.Regions[r] = new(0, r % 2, new(dx + 10, dy + 10, dx + 40, dy + 30));
            }

            Assert.All(scene.Forward(pooling, KernelPlan.Best), static v => Assert.Equal(0, v));
            var maps = scene.Backward(pooling, KernelPlan.Best, PoolingScene.Values(scene.Count(pooling), new Random(9)));
            Assert.All(maps.SelectMany(static map => map), static v => Assert.Equal(0, v));
        }
    }

    private static Arbitrary<(PlannedPooling Pooling, PoolingScene Scene)> Scenes() => Arb.From(
        from size in Gen.Choose(1, 4)
        from kind in Gen.Choose(0, 5)
        from channels in Gen.Elements(s_channels)
        from regions in Gen.Choose(1, 9)
        from seed in Gen.Choose(0, 10000)
        let pooling = PlannedPooling.All(size)[kind]
        select (pooling, new PoolingScene(pooling.IsPositionSensitive ? Math.Min(channels, 17) * size * size : channels, regions, seed)));

    private static float[] ChannelsFirst(float[] values, int channels, int bins)
    {
        var result = new float[values.Length];
        for (var k = 0; k < values.Length; k++) result[(k / (channels * bins) * channels + k % channels) * bins + k / channels % bins] = values[k];
        return result;
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, static (x, y) => (double)x * y).Sum();

    private static void Equal(float[] expected, float[] actual, string what)
    {
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.True(BitConverter.SingleToInt32Bits(expected[k]) == BitConverter.SingleToInt32Bits(actual[k]), $"{what}: {k}: {expected[k]} {actual[k]}");
        }
    }
}
