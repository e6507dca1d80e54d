using Gannet.Torch.Nn;

namespace Gannet.Torch.Optim;

/// <summary>Gradients divided by the root of their mean square (Hinton 2012), as PyTorch defines it.</summary>
public sealed class RmsProp : Optimizer
{
    private readonly double _decay, _momentum, _epsilon;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="groups">The trained parameters.</param>
    /// <param name="decay">Decay of the mean squared gradient; PyTorch's .99.</param>
    /// <param name="momentum">Share of the last step that is kept; none by default.</param>
    /// <param name="epsilon">Added to the root of the mean square; PyTorch's 1e-8.</param>
    public RmsProp(IReadOnlyList<ParameterGroup> groups, double decay = 0.99, double momentum = 0, double epsilon = 1e-8) : base(groups) =>
        (_decay, _momentum, _epsilon) = (decay, momentum, epsilon);

    /// <inheritdoc/>
    protected override void Update(NamedTensor parameter, Tensor gradient, double rate, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var square = Accumulator($"{parameter.Name}.square", gradient);
        if (weightDecay != 0) gradient = gradient.Add(parameter.Tensor, weightDecay);
        square.MulInPlace(_decay).AddcmulInPlace(gradient, gradient, 1 - _decay);
        var root = square.Sqrt().AddInPlace(_epsilon);
        if (_momentum == 0)
        {
            parameter.Tensor.AddcdivInPlace(gradient, root, -rate);
            return;
        }

        var velocity = Accumulator($"{parameter.Name}.momentum", gradient);
        parameter.Tensor.AddInPlace(velocity.MulInPlace(_momentum).AddcdivInPlace(gradient, root), -rate);
    }
}
