using Gannet.Torch.Nn;

namespace Gannet.Torch.Optim;

/// <summary>Stochastic gradient descent with momentum, as PyTorch defines it: v ← μv + g, p ← p − rate·v.</summary>
public sealed class Sgd : Optimizer
{
    private readonly double _momentum;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="groups">The trained parameters.</param>
    /// <param name="momentum">Share of the last step that is kept; usually .9.</param>
    public Sgd(IReadOnlyList<ParameterGroup> groups, double momentum = 0.9) : base(groups) => _momentum = momentum;

    /// <inheritdoc/>
    protected override void Update(NamedTensor parameter, Tensor gradient, double rate, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (weightDecay != 0) gradient = gradient.Add(parameter.Tensor, weightDecay);
        if (_momentum != 0) gradient = Accelerate(parameter.Name, gradient);
        parameter.Tensor.AddInPlace(gradient, -rate);
    }

    // The first step's velocity is the gradient itself, not (1 − μ) of it.
    private Tensor Accelerate(string name, Tensor gradient) => TryRecall($"{name}.momentum", out var velocity)
        ? velocity.MulInPlace(_momentum).AddInPlace(gradient)
        : Remember($"{name}.momentum", gradient.Clone());
}
