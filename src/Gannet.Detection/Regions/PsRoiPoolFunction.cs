using Gannet.Torch;
using Gannet.Vision.Regions;

namespace Gannet.Detection.Regions;

/// <summary>Position-sensitive RoI pooling as a differentiable operation on tensors.</summary>
internal sealed unsafe class PsRoiPoolFunction : PooledFunction
{
    private readonly PsRoiPoolOptions _options;

    private PsRoiPoolFunction(Tensor[] levels, float[] scales, PlacedRegion[] regions, PsRoiPoolOptions options, MemoryFormat format)
        : base(levels, scales, regions, options.Size, (int)levels[0].Shape[1] / (options.Size * options.Size), format) => _options = options;

    /// <summary>Pools <paramref name="regions"/> from <paramref name="levels"/>, each <c>[N, C·k², H, W]</c>, to <c>[R, C, k, k]</c>.</summary>
    public static Tensor Apply(Tensor[] levels, float[] scales, PlacedRegion[] regions, PsRoiPoolOptions options, MemoryFormat format) =>
        new PsRoiPoolFunction(levels, scales, regions, options, format).Run(levels);

    protected override void Pool(FeatureMap[] levels, float* output, bool channelsLast) =>
        PsRoiPool.Forward(levels, Regions, _options, output, channelsLast);

    protected override void Scatter(FeatureMap[] levels, float* gradient, bool channelsLast) =>
        PsRoiPool.Backward(levels, Regions, _options, gradient, channelsLast);
}
