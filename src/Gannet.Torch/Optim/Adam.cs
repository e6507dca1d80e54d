using Gannet.Torch.Nn;

namespace Gannet.Torch.Optim;

/// <summary>Adam (Kingma and Ba 2014) as PyTorch defines it; weight decay is added to the gradient, which <see cref="AdamW"/> corrects.</summary>
public sealed class Adam : Optimizer
{
    private readonly double _beta1, _beta2, _epsilon;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="groups">The trained parameters.</param>
    /// <param name="beta1">Decay of the mean gradient; .9 as in the paper.</param>
    /// <param name="beta2">Decay of the mean squared gradient; .999 as in the paper.</param>
    /// <param name="epsilon">Added to the root of the latter; 1e-8 as in the paper.</param>
    public Adam(IReadOnlyList<ParameterGroup> groups, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) : base(groups) =>
        (_beta1, _beta2, _epsilon) = (beta1, beta2, epsilon);

    /// <inheritdoc/>
    protected override void Update(NamedTensor parameter, Tensor gradient, double rate, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var mean = Accumulator($"{parameter.Name}.mean", gradient);
        var square = Accumulator($"{parameter.Name}.square", gradient);
        var steps = CountStep(parameter);
        if (weightDecay != 0) gradient = gradient.Add(parameter.Tensor, weightDecay);
        mean.MulInPlace(_beta1).AddInPlace(gradient, 1 - _beta1);
        square.MulInPlace(_beta2).AddcmulInPlace(gradient, gradient, 1 - _beta2);
        var root = square.Sqrt().DivInPlace(Math.Sqrt(1 - Math.Pow(_beta2, steps))).AddInPlace(_epsilon);
        parameter.Tensor.AddcdivInPlace(mean, root, -rate / (1 - Math.Pow(_beta1, steps)));
    }
}
