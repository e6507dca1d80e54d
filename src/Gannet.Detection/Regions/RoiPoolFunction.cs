using Gannet.Torch;
using Gannet.Vision.Regions;

namespace Gannet.Detection.Regions;

/// <summary>RoI max pooling as a differentiable operation on tensors.</summary>
internal sealed unsafe class RoiPoolFunction : PooledFunction
{
    private readonly int _size;
    private readonly int[] _winners;

    private RoiPoolFunction(Tensor[] levels, float[] scales, PlacedRegion[] regions, int size, MemoryFormat format)
        : base(levels, scales, regions, size, (int)levels[0].Shape[1], format) => (_size, _winners) = (size, new int[Count]);

    /// <summary>Pools <paramref name="regions"/> from <paramref name="levels"/>, each <c>[N, C, H, W]</c>, to <c>[R, C, S, S]</c>.</summary>
    public static Tensor Apply(Tensor[] levels, float[] scales, PlacedRegion[] regions, int size, MemoryFormat format) =>
        new RoiPoolFunction(levels, scales, regions, size, format).Run(levels);

    protected override void Pool(FeatureMap[] levels, float* output, bool channelsLast)
    {
        fixed (int* winners = _winners) RoiPool.Forward(levels, Regions, _size, output, winners, channelsLast);
    }

    protected override void Scatter(FeatureMap[] levels, float* gradient, bool channelsLast)
    {
        fixed (int* winners = _winners) RoiPool.Backward(levels, Regions, _size, gradient, winners, channelsLast);
    }
}
