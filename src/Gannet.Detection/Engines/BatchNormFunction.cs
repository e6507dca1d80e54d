// Shapes: N images, C channels, R = N·H·W cells.
using Gannet.Kernels.Convolution;
using Gannet.Kernels.Normalization;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>Trainable batch norm, with the addition and activation after it, as one differentiable C# operation on the processor.</summary>
/// <remarks>
/// libtorch's version for channels-last maps sums each channel one value at a time in 32 bits: its variance is off by 0.1 % if a map has
/// some hundred thousand cells. Its version for contiguous maps is exact and is still used, as is CUDA's.
/// </remarks>
internal sealed class BatchNormFunction : DifferentiableFunction, IDisposable
{
    private readonly Tensor _x;
    private readonly Tensor? _y;
    private readonly ChannelMap _map;
    private readonly double[] _variance; // including epsilon
    private readonly OutputActivation _activation;
    private readonly bool _adds;
    private readonly BatchTotals? _totals; // null if the whole batch is here

    private BatchNormFunction(Tensor x, Tensor? addend, Tensor y, ChannelMap map, double[] variance, OutputActivation activation, BatchTotals? totals)
    {
        _totals = totals;
        (_map, _variance, _activation, _adds) = (map, variance, activation, addend is not null);
        // Detached from the graph: a node that held its own result would never be freed.
        _x = TensorScope.Detach(x.Detach());
        _y = _adds && activation == OutputActivation.Relu ? TensorScope.Detach(y.Detach()) : null;
    }

    /// <summary>Normalises with the statistics of <paramref name="x"/>, updates the running statistics, adds and activates.</summary>
    /// <returns><c>[N, C, H, W]</c>, or null if libtorch should do it.</returns>
    public static Tensor? Apply(BatchNorm norm, Tensor x, Tensor? addend, Activation activation)
    {
        if (!IsReadable(x) || (addend is not null && !(IsReadable(addend) && addend.Shape.SequenceEqual(x.Shape)))) return null;
        if (addend is not null && activation == Activation.HardSwish) return null; // its derivative needs the sum, which is not kept
        using var scope = TensorScope.Enter();
        var applied = OutputActivations.Of(activation);
        var (map, variance, totals) = Observe(norm, x);
        var y = Tensor.Empty(x.Shape, memoryFormat: MemoryFormat.ChannelsLast);
        BatchNormalization.Forward(x.AsSpan<float>(), map, addend is null ? [] : addend.AsSpan<float>(), applied, y.AsSpan<float>());
        var function = new BatchNormFunction(x, addend, y, map, variance, applied, totals);
        if (!function.Record(y, addend is null ? [x, norm.Weight, norm.Bias] : [x, norm.Weight, norm.Bias, addend])) function.Dispose();
        return scope.Keep(y);
    }

    protected override Tensor?[] Backward(Tensor gradient)
    {
        var channels = _variance.Length;
        var incoming = gradient.Contiguous(MemoryFormat.ChannelsLast);
        var own = Tensor.Empty(_x.Shape, memoryFormat: MemoryFormat.ChannelsLast);
        // Without an activation, the addend's gradient equals the result's.
        var beside = !_adds ? null : _activation == OutputActivation.None ? gradient : Tensor.Empty(_x.Shape, memoryFormat: MemoryFormat.ChannelsLast);
        double[] sums = new double[channels], products = new double[channels];
        BatchNormalization.Backward(
            _x.AsSpan<float>(), _map, _variance, _y is null ? [] : _y.AsSpan<float>(), incoming.AsSpan<float>(), _activation,
            own.AsSpan<float>(), beside is null || beside == gradient ? [] : beside.AsSpan<float>(), sums, products, _totals);
        float[] weights = [.. products.Zip(_variance, static (p, v) => (float)(p / Math.Sqrt(v)))], biases = [.. sums.Select(static s => (float)s)];
        return [own, Tensor.From<float>(weights), Tensor.From<float>(biases), beside];
    }

    public void Dispose()
    {
        _x.Dispose();
        _y?.Dispose();
    }

    // Computes the statistics that the batch is normalised with, and updates the running statistics.
    private static (ChannelMap Map, double[] Variance, BatchTotals? Totals) Observe(BatchNorm norm, Tensor x)
    {
        var (channels, rows) = ((int)x.Shape[1], (double)x.Count / x.Shape[1]);
        double[] mean = new double[channels], variance = new double[channels];
        BatchNormalization.ComputeStatistics(x.AsSpan<float>(), mean, variance);
        var totals = NormSharing.Current is { } sharing ? Totals(sharing, rows = sharing.Share(rows, mean, variance)) : null;
        Span<float> runningMean = norm.RunningMean.AsSpan<float>(), runningVariance = norm.RunningVariance.AsSpan<float>();
        float[] weight = norm.Weight.ToArray<float>(), bias = norm.Bias.ToArray<float>();
        for (var c = 0; c < channels; c++)
        {
            runningMean[c] += (float)(norm.Momentum * (mean[c] - runningMean[c]));
            runningVariance[c] += (float)(norm.Momentum * (variance[c] * rows / (rows - 1) - runningVariance[c]));
            variance[c] += norm.Epsilon;
            weight[c] = (float)(weight[c] / Math.Sqrt(variance[c]));
        }

        return (new([.. mean.Select(static m => (float)m)], weight, bias), variance, totals);
    }

    private static BatchTotals Totals(NormSharing sharing, double rows) => (sums, products) =>
    {
        double[] both = [.. sums, .. products];
        sharing.Sum(both);
        both.AsSpan(0, sums.Length).CopyTo(sums);
        both.AsSpan(sums.Length).CopyTo(products);
        return rows;
    };

    private static bool IsReadable(Tensor x) =>
        x is { ElementType: ElementType.Float, Device.IsCuda: false, Rank: 4, Count: > 0 and <= int.MaxValue } && x.IsContiguous(MemoryFormat.ChannelsLast);
}
