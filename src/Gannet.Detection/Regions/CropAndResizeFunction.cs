using Gannet.Torch;
using Gannet.Vision.Regions;

namespace Gannet.Detection.Regions;

/// <summary>Crop-and-resize as a differentiable operation on tensors.</summary>
internal sealed unsafe class CropAndResizeFunction : PooledFunction
{
    private readonly CropAndResizeOptions _options;

    private CropAndResizeFunction(Tensor[] levels, float[] scales, PlacedRegion[] regions, CropAndResizeOptions options, MemoryFormat format)
        : base(levels, scales, regions, options.Size, (int)levels[0].Shape[1], format) => _options = options;

    /// <summary>Pools <paramref name="regions"/> from <paramref name="levels"/>, each <c>[N, C, H, W]</c>, to <c>[R, C, S, S]</c>.</summary>
    public static Tensor Apply(Tensor[] levels, float[] scales, PlacedRegion[] regions, CropAndResizeOptions options, MemoryFormat format) =>
        new CropAndResizeFunction(levels, scales, regions, options, format).Run(levels);

    protected override void Pool(FeatureMap[] levels, float* output, bool channelsLast) =>
        CropAndResize.Forward(levels, Regions, _options, output, channelsLast);

    protected override void Scatter(FeatureMap[] levels, float* gradient, bool channelsLast) =>
        CropAndResize.Backward(levels, Regions, _options, gradient, channelsLast);
}
