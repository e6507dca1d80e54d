using Gannet.Torch.Autograd;

namespace Gannet.Torch.Nn;

/// <summary>Batch norm that learns: batch statistics in training, running statistics otherwise.</summary>
/// <remarks>If its scale is frozen, so is the whole layer: a layer that is not trained gives the same results for every batch.</remarks>
public sealed class BatchNorm : Norm
{
    private readonly Tensor _batches;

    /// <summary>Creates an identity over <paramref name="channels"/> channels.</summary>
    public BatchNorm(int channels, double epsilon = 1e-5, double momentum = 0.1)
    {
        (Epsilon, Momentum) = (epsilon, momentum);
        Weight = AddParameter("weight", Tensor.Ones([channels]));
        Bias = AddParameter("bias", Tensor.Zeros([channels]));
        RunningMean = AddBuffer("running_mean", Tensor.Zeros([channels]));
        RunningVariance = AddBuffer("running_var", Tensor.Ones([channels]));
        _batches = AddBuffer("num_batches_tracked", Tensor.Zeros([], ElementType.Int64));
    }

    /// <summary>The scale, <c>[C]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The shift, <c>[C]</c>.</summary>
    public Tensor Bias { get; }

    /// <summary>The mean that detection uses, <c>[C]</c>.</summary>
    public Tensor RunningMean { get; }

    /// <summary>The variance that detection uses, <c>[C]</c>, unbiased (divided by the number of values minus one).</summary>
    public Tensor RunningVariance { get; }

    /// <summary>Added to the variance before its root is taken.</summary>
    public double Epsilon { get; }

    /// <summary>Weight of a batch in the running statistics.</summary>
    public double Momentum { get; }

    private bool Learns => IsTraining && Weight.RequiresGrad;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, Activation.None);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Activation activation, Tensor? addend = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = TensorScope.Enter();
        if (Learns)
        {
            var sharing = NormSharing.Current;
            // Its variance, divided by n − 1 = 0, would be NaN, which the running statistics would keep forever.
            if (sharing is null && x.Shape is [1, _, 1, 1])
            {
                throw new ArgumentException(
                    $"One value per channel has no variance, got {x}; train with larger batches or images, or another norm.", nameof(x));
            }

            NormObserver.Current?.Observe(this, x);
            _batches.AddInPlace(1);
            if (LayerEngine.Current?.Normalize(this, x, addend, activation) is { } computed) return scope.Keep(computed);
            if (sharing is not null) return scope.Keep(Finish(SharedBatchNorm.Apply(this, x, sharing)));
        }

        return scope.Keep(Finish(x.BatchNorm(Weight, Bias, RunningMean, RunningVariance, Learns, Momentum, Epsilon, cudnnEnabled: true)));

        Tensor Finish(Tensor y)
        {
            if (addend is not null) y.AddInPlace(addend);
            return activation.ApplyTo(y);
        }
    }

    /// <summary>Takes the statistics of a batch into the running ones.</summary>
    /// <param name="mean"><c>[C]</c>.</param>
    /// <param name="variance"><c>[C]</c>: the mean squared distance from the mean.</param>
    /// <param name="rows">Values per channel of the batch; at least 2.</param>
    internal void UpdateRunning(double[] mean, double[] variance, double rows)
    {
        using var scope = TensorScope.Enter();
        using var noGrad = NoGrad.Enter();
        RunningMean.CopyInPlace(Moved(RunningMean, mean, 1));
        RunningVariance.CopyInPlace(Moved(RunningVariance, variance, rows / (rows - 1)));

        Tensor Moved(Tensor running, double[] batch, double factor) => Tensor.From<float>(
            [.. running.ToArray<float>().Zip(batch, (before, now) => before + (float)(Momentum * (now * factor - before)))]);
    }

    /// <inheritdoc/>
    public override (Tensor Scale, Tensor Shift)? FixedAffine() =>
        Learns ? null : FrozenBatchNorm.Affine(Weight, Bias, RunningMean, RunningVariance, Epsilon);
}
