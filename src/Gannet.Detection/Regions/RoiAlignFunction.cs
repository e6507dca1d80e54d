using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Vision.Regions;

namespace Gannet.Detection.Regions;

/// <summary>RoIAlign as a differentiable operation on tensors; the kernels are C#, on the processor.</summary>
internal sealed unsafe class RoiAlignFunction : DifferentiableFunction
{
    private readonly long[][] _shapes;
    private readonly float[] _scales;
    private readonly PlacedRegion[] _regions;
    private readonly RoiAlignOptions _options;
    private readonly MemoryFormat _format;
    private readonly Device _device;

    private RoiAlignFunction(Tensor[] levels, float[] scales, PlacedRegion[] regions, RoiAlignOptions options, MemoryFormat format)
    {
        _shapes = [.. levels.Select(static l => l.Shape)];
        (_scales, _regions, _options, _format, _device) = (scales, regions, options, format, levels[0].Device);
    }

    /// <summary>Pools <paramref name="regions"/> from <paramref name="levels"/>, each <c>[N, C, H, W]</c>, to <c>[R, C, S, S]</c>.</summary>
    public static Tensor Apply(Tensor[] levels, float[] scales, PlacedRegion[] regions, RoiAlignOptions options, MemoryFormat format)
    {
        using var scope = TensorScope.Enter();
        var function = new RoiAlignFunction(levels, scales, regions, options, format);
        using var noGrad = NoGrad.Enter();
        var maps = levels.Select(static l => OnProcessor(l, MemoryFormat.ChannelsLast)).ToArray();
        var output = Tensor.Empty([regions.Length, levels[0].Shape[1], options.Size, options.Size], memoryFormat: format);
        fixed (float* target = output.AsSpan<float>())
            RoiAlign.Forward(function.Maps(maps), regions, options, target, format == MemoryFormat.ChannelsLast);
        output = output.To(function._device, ElementType.Float);
        noGrad.Dispose();
        function.Record(output, levels);
        return scope.Keep(output);
    }

    protected override Tensor?[] Backward(Tensor gradient)
    {
        var gradients = _shapes.Select(static shape => Tensor.Empty(shape, memoryFormat: MemoryFormat.ChannelsLast).ZeroInPlace()).ToArray();
        var incoming = OnProcessor(gradient, _format);
        fixed (float* source = incoming.AsSpan<float>())
            RoiAlign.Backward(Maps(gradients), _regions, _options, source, _format == MemoryFormat.ChannelsLast);
        return [.. gradients.Select(g => g.To(_device, ElementType.Float))];
    }

    private static Tensor OnProcessor(Tensor tensor, MemoryFormat format) => tensor.Detach().To(Device.Cpu, ElementType.Float).Contiguous(format);

    // The spans' memory belongs to libtorch and does not move.
    private FeatureMap[] Maps(Tensor[] maps) => [.. maps.Select((map, k) =>
    {
        fixed (float* data = map.AsSpan<float>())
            return new FeatureMap(data, (int)_shapes[k][2], (int)_shapes[k][3], (int)_shapes[k][1], _scales[k]);
    })];
}
