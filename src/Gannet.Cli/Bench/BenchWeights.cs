using Gannet.Detection;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Cli.Bench;

/// <summary>Random weights that take as much time as trained ones.</summary>
internal static class BenchWeights
{
    private const string Variance = ".running_var";

    /// <summary>Gives every batch norm statistics and affine parameters similar to a trained network's, so that none is an identity.</summary>
    /// <remarks>These are the peer script's distributions. Without them activations vanish or explode, and denormal numbers cost time.</remarks>
    public static void Vary(Detector detector, int seed)
    {
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        TorchRuntime.Seed(seed);
        var state = detector.State().ToDictionary(static s => s.Name, static s => s.Tensor);
        foreach (var norm in state.Keys.Where(static n => n.EndsWith(Variance, StringComparison.Ordinal)).Select(static n => n[..^Variance.Length]))
        {
            state[$"{norm}.running_mean"].NormalInPlace(0, 0.1);
            state[$"{norm}.running_var"].UniformInPlace(0.75, 1.25);
            state[$"{norm}.weight"].UniformInPlace(0.75, 1.25);
            state[$"{norm}.bias"].NormalInPlace(0, 0.05);
        }
    }
}
