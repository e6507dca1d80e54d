using Gannet.Torch.Nn;

namespace Gannet.Torch.Optim;

/// <summary>Adam with Nesterov momentum (Dozat 2016), as PyTorch defines it since 2.0: the step looks one gradient ahead.</summary>
public sealed class Nadam : Optimizer
{
    private readonly double _beta1, _beta2, _epsilon, _momentumDecay;
    private readonly bool _asBefore2;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="groups">The trained parameters.</param>
    /// <param name="beta1">Decay of the mean gradient; .9 as in the paper.</param>
    /// <param name="beta2">Decay of the mean squared gradient; .999 as in the paper.</param>
    /// <param name="epsilon">Added to the root of the latter; 1e-8 as in the paper.</param>
    /// <param name="momentumDecay">How fast the momentum rises from half of <paramref name="beta1"/> to all; the paper's 4e-3.</param>
    /// <param name="asBefore2">
    /// Counts the current momentum twice when correcting the look-ahead, as PyTorch 1 did; for comparison with it. False as in the paper.
    /// </param>
    public Nadam(
        IReadOnlyList<ParameterGroup> groups, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double momentumDecay = 4e-3,
        bool asBefore2 = false)
        : base(groups) =>
        (_beta1, _beta2, _epsilon, _momentumDecay, _asBefore2) = (beta1, beta2, epsilon, momentumDecay, asBefore2);

    /// <inheritdoc/>
    protected override void Update(NamedTensor parameter, Tensor gradient, double rate, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var mean = Accumulator($"{parameter.Name}.mean", gradient);
        var square = Accumulator($"{parameter.Name}.square", gradient);
        var steps = CountStep(parameter);
        var (momentum, next) = (Momentum(steps), Momentum(steps + 1));
        ref var product = ref Number($"{parameter.Name}.momentum_product", 1);
        product = (float)(product * momentum);

        if (weightDecay != 0) gradient = gradient.Add(parameter.Tensor, weightDecay);
        mean.MulInPlace(_beta1).AddInPlace(gradient, 1 - _beta1);
        square.MulInPlace(_beta2).AddcmulInPlace(gradient, gradient, 1 - _beta2);
        var root = (square / (1 - Math.Pow(_beta2, steps))).SqrtInPlace().AddInPlace(_epsilon);
        parameter.Tensor.AddcdivInPlace(gradient, root, -rate * (1 - momentum) / (1 - product));
        parameter.Tensor.AddcdivInPlace(mean, root, -rate * next / (1 - product * next * (_asBefore2 ? momentum : 1)));
    }

    // The paper's .96 to the power of the step, slowed down.
    private double Momentum(double step) => _beta1 * (1 - 0.5 * Math.Pow(0.96, step * _momentumDecay));
}
