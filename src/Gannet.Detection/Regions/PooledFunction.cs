// Shapes: N pictures, C channels, R regions, S bins a side.
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Vision.Regions;

namespace Gannet.Detection.Regions;

/// <summary>A pooling of regions as a differentiable operation on tensors; the kernels are C#, on the processor.</summary>
internal abstract unsafe class PooledFunction : DifferentiableFunction
{
    private readonly long[][] _shapes;
    private readonly float[] _scales;
    private readonly int _size, _channels;
    private readonly MemoryFormat _format;
    private readonly Device _device;

    /// <param name="levels">Each <c>[N, C, H, W]</c>.</param>
    /// <param name="scales">Cells a pixel of each level.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="size">S.</param>
    /// <param name="channels">Of the output.</param>
    /// <param name="format">Memory order of the output.</param>
    protected PooledFunction(Tensor[] levels, float[] scales, PlacedRegion[] regions, int size, int channels, MemoryFormat format)
    {
        _shapes = [.. levels.Select(static l => l.Shape)];
        (_scales, _size, _channels, _format, _device) = (scales, size, channels, format, levels[0].Device);
        Regions = regions;
    }

    /// <summary><c>[R]</c>.</summary>
    protected PlacedRegion[] Regions { get; }

    /// <summary>Values of the output, R·S·S·C.</summary>
    protected int Count => checked(Regions.Length * _size * _size * _channels);

    /// <summary>Pools to <c>[R, C, S, S]</c>.</summary>
    protected Tensor Run(Tensor[] levels)
    {
        using var scope = TensorScope.Enter();
        using var noGrad = NoGrad.Enter();
        var maps = levels.Select(static l => OnProcessor(l, MemoryFormat.ChannelsLast)).ToArray();
        var output = Tensor.Empty([Regions.Length, _channels, _size, _size], memoryFormat: _format);
        fixed (float* target = output.AsSpan<float>()) Pool(Maps(maps), target, _format == MemoryFormat.ChannelsLast);
        output = output.To(_device, ElementType.Float);
        noGrad.Dispose();
        Record(output, levels);
        return scope.Keep(output);
    }

    /// <summary>Writes the pooled values.</summary>
    protected abstract void Pool(FeatureMap[] levels, float* output, bool channelsLast);

    /// <summary>Adds the gradient of the output to the gradients of the levels.</summary>
    protected abstract void Scatter(FeatureMap[] levels, float* gradient, bool channelsLast);

    protected override Tensor?[] Backward(Tensor gradient)
    {
        var gradients = _shapes.Select(static shape => Tensor.Empty(shape, memoryFormat: MemoryFormat.ChannelsLast).ZeroInPlace()).ToArray();
        var incoming = OnProcessor(gradient, _format);
        fixed (float* source = incoming.AsSpan<float>()) Scatter(Maps(gradients), source, _format == MemoryFormat.ChannelsLast);
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
