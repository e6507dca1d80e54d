using Gannet.Torch.Autograd;

namespace Gannet.Torch.Nn;

/// <summary>Random initial weights, drawn from the process's generator (<see cref="TorchRuntime.Seed"/>).</summary>
public static class Initialization
{
    /// <summary>Draws from a normal distribution of mean zero.</summary>
    public static void Normal(Tensor tensor, double std)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var noGrad = NoGrad.Enter();
        tensor.NormalInPlace(0, std);
    }

    /// <summary>He's normal distribution by fan-out: keeps the size of gradients through ReLU layers.</summary>
    /// <param name="weight">Kernels, <c>[outputs, inputs / groups, kernel, kernel]</c>.</param>
    public static void HeNormalFanOut(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Shape is not [var outputs, _, var height, var width]) throw new ArgumentException("Expected kernels.", nameof(weight));
        Normal(weight, Math.Sqrt(2.0 / (outputs * height * width)));
    }

    /// <summary>He's normal distribution by fan-in: keeps the size of activations through ReLU layers.</summary>
    /// <param name="weight">Kernels, <c>[outputs, inputs / groups, height, width]</c>.</param>
    public static void HeNormalFanIn(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        Normal(weight, Math.Sqrt(2.0 * weight.Shape[0] / weight.Count));
    }

    /// <summary>He's uniform distribution by fan-in for linear layers (gain 1), as used in feature pyramids.</summary>
    public static void HeUniformFanIn(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        using var noGrad = NoGrad.Enter();
        var fanIn = weight.Count / weight.Shape[0];
        var bound = Math.Sqrt(3.0 / fanIn);
        weight.UniformInPlace(-bound, bound);
    }

    /// <summary>Sets every element to zero, if there is a tensor.</summary>
    public static void Zero(Tensor? tensor)
    {
        using var noGrad = NoGrad.Enter();
        tensor?.ZeroInPlace();
    }
}
