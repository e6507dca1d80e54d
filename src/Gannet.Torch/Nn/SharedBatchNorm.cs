// Shapes: N images, C channels.
using Gannet.Torch.Autograd;

namespace Gannet.Torch.Nn;

/// <summary>Batch norm with the statistics of a batch that several workers share, composed of tensor operators for any device and memory order.</summary>
internal sealed class SharedBatchNorm : DifferentiableFunction, IDisposable
{
    private readonly NormSharing _sharing;
    private readonly Tensor _x, _mean, _deviation, _weight;
    private readonly double _rows;

    private SharedBatchNorm(NormSharing sharing, Tensor x, Tensor mean, Tensor deviation, Tensor weight, double rows)
    {
        (_sharing, _rows) = (sharing, rows);
        // Detached from the graph: a node that held its own result would never be freed.
        _x = TensorScope.Detach(x.Detach());
        _mean = TensorScope.Detach(mean);
        _deviation = TensorScope.Detach(deviation);
        _weight = TensorScope.Detach(weight.Detach());
    }

    /// <summary>Normalises and updates the running statistics.</summary>
    /// <param name="norm">The norm.</param>
    /// <param name="x"><c>[N, C, …]</c>; N may be 0.</param>
    /// <param name="sharing">The other workers.</param>
    /// <remarks>Device sync.</remarks>
    public static Tensor Apply(BatchNorm norm, Tensor x, NormSharing sharing)
    {
        using var scope = TensorScope.Enter();
        var (y, function) = Compute(norm, x.Detach(), sharing);
        if (!function.Record(y, x, norm.Weight, norm.Bias)) function.Dispose();
        return scope.Keep(y);
    }

    private static (Tensor Y, SharedBatchNorm Function) Compute(BatchNorm norm, Tensor x, NormSharing sharing)
    {
        using var noGrad = NoGrad.Enter();
        var channels = (int)x.Shape[1];
        double[] mean = new double[channels], variance = new double[channels];
        if (x.Count > 0)
        {
            // In 64 bits: libtorch sums a channels-last map one value at a time.
            var wide = x.To(ElementType.Double);
            var own = wide.Mean(AllButChannels(x));
            mean = own.ToArray<double>();
            variance = (wide - PerChannel(own, x)).Pow(2).Mean(AllButChannels(x)).ToArray<double>();
        }

        var rows = sharing.Share((double)x.Count / channels, mean, variance);
        norm.UpdateRunning(mean, variance, rows);
        var (centre, deviation) = (Numbers(mean, x), Numbers([.. variance.Select(v => Math.Sqrt(v + norm.Epsilon))], x));
        var y = (x - PerChannel(centre, x)) * PerChannel(norm.Weight / deviation, x) + PerChannel(norm.Bias, x);
        return (y, new SharedBatchNorm(sharing, x, centre, deviation, norm.Weight, rows));
    }

    protected internal override Tensor?[] Backward(Tensor gradient)
    {
        var distance = _x - PerChannel(_mean, _x);
        var (sums, products) = (gradient.Sum(AllButChannels(_x)), (gradient * distance).Sum(AllButChannels(_x)));
        double[] shared = [.. sums.ToArray<double>(), .. products.ToArray<double>()];
        _sharing.Sum(shared);
        var channels = shared.Length / 2;
        var average = Numbers([.. shared.Take(channels).Select(s => s / _rows)], _x);
        var slope = Numbers([.. shared.Skip(channels).Select(p => p / _rows)], _x) / (_deviation * _deviation);
        var input = (gradient - PerChannel(average, _x) - distance * PerChannel(slope, _x)) * PerChannel(_weight / _deviation, _x);
        return [input, products / _deviation, sums];
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_x, _mean, _deviation, _weight]) tensor.Dispose();
    }

    private static long[] AllButChannels(Tensor x) => [0, .. Enumerable.Range(2, x.Rank - 2).Select(static d => (long)d)];

    private static Tensor PerChannel(Tensor values, Tensor x) => values.Reshape([1, -1, .. Enumerable.Repeat(1L, x.Rank - 2)]);

    private static Tensor Numbers(double[] values, Tensor like) => Tensor.From<float>([.. values.Select(static v => (float)v)]).To(like.Device, ElementType.Float);
}
