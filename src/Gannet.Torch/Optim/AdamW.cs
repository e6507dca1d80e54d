using Gannet.Torch.Nn;

namespace Gannet.Torch.Optim;

/// <summary>Adam with decoupled weight decay, as PyTorch defines it.</summary>
public sealed class AdamW : Optimizer
{
    private readonly double _beta1, _beta2, _epsilon;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="groups">The trained parameters.</param>
    /// <param name="beta1">Decay of the mean gradient; .9 as in the paper.</param>
    /// <param name="beta2">Decay of the mean squared gradient; .999 as in the paper.</param>
    /// <param name="epsilon">Added to the root of the latter; 1e-8 as in the paper.</param>
    public AdamW(IReadOnlyList<ParameterGroup> groups, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) : base(groups) =>
        (_beta1, _beta2, _epsilon) = (beta1, beta2, epsilon);

    /// <inheritdoc/>
    protected override void Update(NamedTensor parameter, Tensor gradient, double rate, double weightDecay)
    {
        var mean = Recall($"{parameter.Name}.mean", gradient);
        var square = Recall($"{parameter.Name}.square", gradient);
        var steps = CountStep($"{parameter.Name}.steps");
        if (weightDecay != 0) parameter.Tensor.MulInPlace(1 - rate * weightDecay);
        mean.MulInPlace(_beta1).AddInPlace(gradient, 1 - _beta1);
        square.MulInPlace(_beta2).AddcmulInPlace(gradient, gradient, 1 - _beta2);
        var root = square.Sqrt().DivInPlace(Math.Sqrt(1 - Math.Pow(_beta2, steps))).AddInPlace(_epsilon);
        parameter.Tensor.AddcdivInPlace(mean, root, -rate / (1 - Math.Pow(_beta1, steps)));
    }

    // A parameter that took no part in a step has means that are a step younger: each counts its own, as in PyTorch.
    private float CountStep(string key) => ++(TryRecall(key, out var tensor) ? tensor : Remember(key, Tensor.Zeros([1]))).AsSpan<float>()[0];

    private Tensor Recall(string key, Tensor like) => TryRecall(key, out var tensor) ? tensor : Remember(key, like.Clone().ZeroInPlace());
}
