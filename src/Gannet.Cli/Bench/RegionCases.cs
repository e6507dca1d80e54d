using Gannet.Detection.Necks;
using Gannet.Detection.RoiPooling;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Cli.Bench;

/// <summary>Kernels that pool regions, with the peer script's names and shapes.</summary>
/// <remarks>Maps are channels-last, as the network produces them; results are row-major, as the box head takes them.</remarks>
internal static class RegionCases
{
    private const int PyramidLevels = 4, PyramidChannels = 256, FinestStride = 4, SingleStride = 16;

    public static IEnumerable<BenchCase> All()
    {
        yield return new("multiscale_roi_align_1000x256x7x7", () => PoolPyramid(1000));
        yield return new("roi_pool_300x512x7x7", () => PoolSingle(512, new() { Kind = PoolingKind.RoiPool }));
        yield return new("ps_roi_pool_300x81x3x3", () => PoolSingle(9 * 81, new() { Kind = PoolingKind.PsRoiPool, Size = 3 }));
        yield return new("ps_roi_align_300x81x3x3", () => PoolSingle(9 * 81, new() { Kind = PoolingKind.PsRoiAlign, Size = 3 }));
        yield return new("multiscale_roi_align_512_forward_backward", () => LearnPyramid(512));
    }

    private static Action PoolPyramid(int regions)
    {
        var (pooling, maps, boxes) = Pyramid(regions);
        return () => Pool(pooling, maps, boxes);
    }

    private static Action LearnPyramid(int regions)
    {
        var (pooling, maps, boxes) = Pyramid(regions);
        foreach (var map in maps) map.RequiresGradInPlace();
        return () => pooling.Forward(maps, [boxes], MemoryFormat.Contiguous).Sum().Backward();
    }

    private static Action PoolSingle(int channels, RegionOptions options)
    {
        var pooling = new RegionPooling([new FeatureLevel(channels, SingleStride)], options);
        Tensor[] maps = [Map(channels, SingleStride)];
        var boxes = Regions(300);
        return () => Pool(pooling, maps, boxes);
    }

    private static void Pool(RegionPooling pooling, Tensor[] maps, Box[] boxes)
    {
        using var noGrad = NoGrad.Enter();
        pooling.Forward(maps, [boxes], MemoryFormat.Contiguous);
    }

    private static (RegionPooling Pooling, Tensor[] Maps, Box[] Boxes) Pyramid(int regions)
    {
        FeatureLevel[] levels = [.. Enumerable.Range(0, PyramidLevels).Select(static k => new FeatureLevel(PyramidChannels, FinestStride << k))];
        return (new(levels, new RegionOptions()), [.. levels.Select(static l => Map(l.Channels, l.Stride))], Regions(regions));
    }

    private static Box[] Regions(int count) => new BenchData(seed: count).Boxes(count, OperatorShapes.Width, OperatorShapes.Height);

    private static Tensor Map(int channels, int stride)
    {
        TorchRuntime.Seed(stride);
        return Tensor.Randn([1, channels, OperatorShapes.Height / stride, OperatorShapes.Width / stride]).Contiguous(MemoryFormat.ChannelsLast);
    }
}
