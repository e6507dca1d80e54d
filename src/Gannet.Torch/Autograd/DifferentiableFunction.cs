namespace Gannet.Torch.Autograd;

/// <summary>An operation whose forward and backward are written in C#.</summary>
/// <remarks>
/// Derive, compute the result without recording, and return it through <see cref="Record"/>. An instance belongs to one call:
/// what its backward needs are its fields. Tensors kept for the backward must be taken out of their scope with
/// <see cref="TensorScope.Detach"/>. The graph disposes a function that is <see cref="IDisposable"/> when it ends: that is where large
/// ones are freed, since the collector does not see how large they are.
/// </remarks>
public abstract class DifferentiableFunction
{
    /// <summary>Computes the gradient of each input.</summary>
    /// <param name="gradient">The gradient of the output, in the output's shape.</param>
    /// <returns>One entry an input; null where it needs none.</returns>
    protected internal abstract Tensor?[] Backward(Tensor gradient);

    /// <summary>Makes <paramref name="output"/> depend on <paramref name="inputs"/> where one of them requires a gradient.</summary>
    /// <returns>Whether the function took its place in the graph.</returns>
    protected bool Record(Tensor output, params ReadOnlySpan<Tensor> inputs) => ManagedNode.Attach(output, inputs, this);
}
