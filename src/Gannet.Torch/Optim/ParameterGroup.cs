using Gannet.Torch.Nn;

namespace Gannet.Torch.Optim;

/// <summary>Parameters that share a rate and a decay.</summary>
public sealed class ParameterGroup
{
    /// <summary>Creates a group; parameters that require no gradient are left out.</summary>
    public ParameterGroup(IEnumerable<NamedTensor> parameters, double rateFactor = 1, double weightDecay = 0)
    {
        Parameters = [.. parameters.Where(static p => p.Tensor.RequiresGrad)];
        (RateFactor, WeightDecay) = (rateFactor, weightDecay);
    }

    /// <summary>The trained tensors with their state-dict names.</summary>
    public IReadOnlyList<NamedTensor> Parameters { get; }

    /// <summary>Multiplies the optimizer's rate.</summary>
    public double RateFactor { get; }

    /// <summary>Strength of the pull towards zero.</summary>
    public double WeightDecay { get; }
}
