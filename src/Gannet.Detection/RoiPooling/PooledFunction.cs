// Shapes: N images, C channels, R regions, S bins per side.
using Gannet.Kernels.RoiPooling;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.RoiPooling;

/// <summary>Region pooling as a differentiable tensor operation, with C# kernels on the processor.</summary>
/// <remarks>CUDA tensors are copied to the processor and back: correct but slow. <see cref="ComposedRoiAlign"/> avoids this.</remarks>
internal sealed unsafe class PooledFunction : DifferentiableFunction
{
    private readonly long[][] _shapes;
    private readonly float[] _scales;
    private readonly PlacedRegion[] _regions;
    private readonly PoolingPasses _passes;
    private readonly MemoryFormat _format;
    private readonly Device _device;

    private PooledFunction(Tensor[] levels, float[] scales, PlacedRegion[] regions, PoolingPasses passes, MemoryFormat format)
    {
        _shapes = [.. levels.Select(static l => l.Shape.ToArray())];
        (_scales, _regions, _passes, _format, _device) = (scales, regions, passes, format, levels[0].Device);
    }

    /// <summary>Pools to <c>[R, C/m, S, S]</c>, where m is 1, or S² if the pooling is position-sensitive.</summary>
    /// <param name="levels">Each <c>[N, C, H, W]</c>; read without a copy if channels-last.</param>
    /// <param name="scales">Cells per pixel of each level.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="passes">The pooling, made for this call.</param>
    /// <param name="format">Memory order of the output.</param>
    public static Tensor Apply(Tensor[] levels, float[] scales, PlacedRegion[] regions, PoolingPasses passes, MemoryFormat format)
    {
        using var scope = TensorScope.Enter();
        var function = new PooledFunction(levels, scales, regions, passes, format);
        var output = function.Pool(levels);
        function.Record(output, levels);
        return scope.Keep(output);
    }

    protected override Tensor?[] Backward(Tensor gradient)
    {
        var isRead = new bool[_shapes.Length];
        foreach (var region in _regions) isRead[region.Level] = true;
        Tensor[] gradients = [.. _shapes.Select((shape, k) => isRead[k] ? Cleared(shape) : Zero(shape))];
        var incoming = OnProcessor(gradient, _format);
        fixed (float* source = incoming.AsSpan<float>())
            _passes.Backward([.. gradients.Select((g, k) => Map(isRead[k] ? g : null, k))], _regions, source, _format == MemoryFormat.ChannelsLast);
        return [.. gradients.Select(OnDevice)];
    }

    private Tensor Pool(Tensor[] levels)
    {
        using var noGrad = NoGrad.Enter();
        var maps = levels.Select(static l => OnProcessor(l, MemoryFormat.ChannelsLast)).ToArray();
        var output = Tensor.Empty([_regions.Length, _shapes[0][1] / _passes.MapsPerChannel, _passes.Size, _passes.Size], memoryFormat: _format);
        fixed (float* target = output.AsSpan<float>())
            _passes.Forward([.. maps.Select(Map)], _regions, target, _format == MemoryFormat.ChannelsLast);
        return OnDevice(output);
    }

    private static Tensor Cleared(long[] shape) => Tensor.Empty(shape, memoryFormat: MemoryFormat.ChannelsLast).ZeroInPlace();

    // The gradient of a level that no region uses: a single zero in memory, expanded to the level's shape.
    private Tensor Zero(long[] shape) => OnDevice(Tensor.Zeros([1])).Expand(shape);

    private static Tensor OnProcessor(Tensor tensor, MemoryFormat format) => tensor.Detach().To(Device.Cpu, ElementType.Float).Contiguous(format);

    private Tensor OnDevice(Tensor tensor) => _device.IsCuda ? tensor.To(_device, ElementType.Float) : tensor;

    // libtorch owns the span's memory; it does not move, and the scope keeps it alive. A level that no region uses has none.
    private FeatureMap Map(Tensor? map, int level)
    {
        fixed (float* data = map is null ? [] : map.AsSpan<float>())
            return new(data, (int)_shapes[level][2], (int)_shapes[level][3], (int)_shapes[level][1], _scales[level]);
    }
}
