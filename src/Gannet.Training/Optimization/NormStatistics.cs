// Shapes: N images, C channels.
using Gannet.Detection;
using Gannet.Kernels.Normalization;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Training.Augmentations;
using Gannet.Training.Loading;

namespace Gannet.Training.Optimization;

/// <summary>The mean and variance of everything that each batch norm is given in a pass over images.</summary>
/// <remarks>
/// Running statistics are those of the last few batches, and of weights that have changed since. These are the statistics of all values
/// together under the present weights; small batches therefore do not make them less exact. Each norm still normalises by its batch meanwhile,
/// as in training.
/// </remarks>
internal sealed class NormStatistics : NormObserver
{
    private readonly Dictionary<BatchNorm, Moments> _moments = [];

    /// <summary>Replaces the running statistics of all norms that learn.</summary>
    /// <param name="detector">The detector; nothing else in it changes.</param>
    /// <param name="images">The training images.</param>
    /// <param name="options">Batches and tiles as in the training, without its random changes.</param>
    /// <param name="cancellation">Ends it between two batches, before anything is replaced.</param>
    public static void Recompute(Detector detector, IReadOnlyList<TrainingImage> images, TrainingOptions options, CancellationToken cancellation)
    {
        if (options.NormImages == 0 || !Learn(detector)) return;
        using var noGrad = NoGrad.Enter();
        using var kept = new RunningStatistics(detector);
        var statistics = new NormStatistics();
        try
        {
            using var observed = Use(statistics);
            Pass(detector, images, options, cancellation);
        }
        finally
        {
            kept.Restore(); // what the pass did to them, and to the counts of batches
        }

        foreach (var (norm, moments) in statistics._moments) moments.CopyTo(norm);
    }

    /// <summary>Whether the network has a batch norm that learns.</summary>
    public static bool Learn(Module network) =>
        network is BatchNorm norm ? norm.Weight.RequiresGrad : network.Children.Any(static child => Learn(child.Module));

    /// <inheritdoc/>
    public override void Observe(BatchNorm norm, Tensor x)
    {
        using var scope = TensorScope.Enter();
        // Device sync.
        var rows = x.To(Device.Cpu, ElementType.Float).Contiguous(x.Rank == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous);
        double[] mean = new double[x.Shape[1]], variance = new double[x.Shape[1]];
        BatchNormalization.ComputeStatistics(rows.AsSpan<float>(), mean, variance);
        if (!_moments.TryGetValue(norm, out var moments)) _moments[norm] = moments = new(mean.Length);
        moments.Add(x.Count / x.Shape[1], mean, variance);
    }

    private static void Pass(Detector detector, IReadOnlyList<TrainingImage> images, TrainingOptions options, CancellationToken cancellation)
    {
        var unchanged = options with { Accumulate = 1, RepeatThreshold = 0, Augmentation = new() { Flip = 0 } };
        var loader = new BatchLoader(images, detector.Transform, unchanged) { ReadsOnce = true };
        var batches = Math.Min(loader.BatchesPerEpoch, (options.NormImages + options.BatchSize - 1) / options.BatchSize);
        var done = 0;
        detector.SetTraining(true);
        foreach (var batch in loader.Read(epoch: 0, first: 0, cancellation).Take(batches))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = TensorScope.Enter();
            // Norms of the second stage need its regions, and these the losses of the first.
            _ = detector.ComputeLosses(batch.Batch, SeededRandom.For(options.Seed, RandomPurpose.Norms, done++));
            loader.Recycle(batch);
        }
    }

    // Sums of squares would cancel; means and distances from them are merged instead (Chan et al. 1979).
    private sealed class Moments(int channels)
    {
        private readonly double[] _mean = new double[channels], _squares = new double[channels];
        private double _count;

        public void Add(double count, double[] mean, double[] variance)
        {
            var all = _count + count;
            for (var c = 0; c < channels; c++)
            {
                var distance = mean[c] - _mean[c];
                _mean[c] += distance * count / all;
                _squares[c] += variance[c] * count + distance * distance * _count * count / all;
            }

            _count = all;
        }

        public void CopyTo(BatchNorm norm)
        {
            using var scope = TensorScope.Enter();
            norm.RunningMean.CopyInPlace(Tensor.From<float>([.. _mean.Select(static m => (float)m)]));
            norm.RunningVariance.CopyInPlace(Tensor.From<float>([.. _squares.Select(s => (float)(s / Math.Max(_count - 1, 1)))]));
        }
    }
}
