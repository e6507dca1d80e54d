using System.Text.Json;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Torch.Tests.Parity;

/// <summary>Results of PyTorch's layers: outputs, and gradients of the sum of their squares.</summary>
internal static class LayerOracle
{
    // Sums of up to a few hundred products in a different order: errors of about 1e-6 of the largest.
    private const double Tolerance = 2e-5;

    public static JsonElement File { get; } = StoredValues.Read("torch/layers.json");

    /// <summary>Fills parameters and buffers by name; every stored tensor must have its place.</summary>
    public static void Fill(Module module, JsonElement state)
    {
        using var scope = TensorScope.Enter();
        using var noGrad = NoGrad.Enter();
        var tensors = module.State().ToDictionary(static s => s.Name, static s => s.Tensor);
        foreach (var stored in state.EnumerateObject()) tensors[stored.Name].CopyInPlace(stored.Value.Tensor());
        Assert.Equal(state.EnumerateObject().Count(), tensors.Count);
    }

    public static void AssertSame(JsonElement expected, Module module, Func<Tensor, Tensor> forward)
    {
        using var scope = TensorScope.Enter();
        foreach (var (_, tensor) in module.NamedParameters()) tensor.Gradient = null;
        var x = expected.GetProperty("input").Tensor().Clone().RequiresGradInPlace();
        var y = forward(x);
        (y * y).Sum().Backward();
        StoredValues.AssertClose(expected.GetProperty("output"), y, Tolerance);
        StoredValues.AssertClose(expected.GetProperty("inputGradient"), x.Gradient!, 1e-4);
        var parameters = module.NamedParameters().ToDictionary(static p => p.Name, static p => p.Tensor);
        Assert.Equal(expected.GetProperty("gradients").EnumerateObject().Count(), parameters.Count);
        foreach (var gradient in expected.GetProperty("gradients").EnumerateObject())
            StoredValues.AssertClose(gradient.Value, parameters[gradient.Name].Gradient!, 1e-4);
    }
}
