namespace Gannet.Torch.Nn;

/// <summary>Batch norm that learns: batch statistics in training, running statistics otherwise.</summary>
/// <remarks>Where its scale is frozen it is frozen as a whole: a layer that is not trained gives what it gave, whatever the batch.</remarks>
public sealed class BatchNorm : Norm
{
    private readonly Tensor _weight, _bias, _mean, _variance, _batches;
    private readonly double _epsilon, _momentum;

    /// <summary>Creates an identity over <paramref name="channels"/> channels.</summary>
    public BatchNorm(int channels, double epsilon = 1e-5, double momentum = 0.1)
    {
        (_epsilon, _momentum) = (epsilon, momentum);
        _weight = AddParameter("weight", Tensor.Ones([channels]));
        _bias = AddParameter("bias", Tensor.Zeros([channels]));
        _mean = AddBuffer("running_mean", Tensor.Zeros([channels]));
        _variance = AddBuffer("running_var", Tensor.Ones([channels]));
        _batches = AddBuffer("num_batches_tracked", Tensor.Zeros([], ElementType.Int64));
    }

    private bool Learns => IsTraining && _weight.RequiresGrad;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (Learns)
        {
            // Its variance over n − 1 = 0 values would be NaN, which the running statistics would keep for ever.
            if (x.Shape is [1, _, 1, 1])
            {
                throw new ArgumentException(
                    $"One value a channel has no variance, got {x}; train with larger batches or pictures, or another norm.", nameof(x));
            }


            using var scope = TensorScope.Enter();
            _batches.AddInPlace(1);
        }

        return x.BatchNorm(_weight, _bias, _mean, _variance, Learns, _momentum, _epsilon, cudnnEnabled: true);
    }

    /// <inheritdoc/>
    public override (Tensor Scale, Tensor Shift)? FixedAffine() =>
        Learns ? null : FrozenBatchNorm.Affine(_weight, _bias, _mean, _variance, _epsilon);
}
