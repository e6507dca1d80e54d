namespace Gannet.Torch.Autograd;

/// <summary>An operation whose forward and backward are written in C#.</summary>
/// <remarks>
/// Derive from it, compute the result without recording, and pass it to <see cref="Record"/>. An instance belongs to one call and
/// keeps what its backward needs in fields. Tensors kept for the backward must be taken out of their scope with
/// <see cref="TensorScope.Detach"/>. When the graph ends, it disposes a function that is <see cref="IDisposable"/>. Large tensors
/// should be freed there, since the collector does not see their size.
/// </remarks>
public abstract class DifferentiableFunction
{
    /// <summary>Computes the gradient of each input.</summary>
    /// <param name="gradient">The gradient of the output, in the output's shape.</param>
    /// <returns>One entry per input; null if it needs none.</returns>
    protected internal abstract Tensor?[] Backward(Tensor gradient);

    /// <summary>Makes <paramref name="output"/> depend on <paramref name="inputs"/> if one of them requires a gradient.</summary>
    /// <returns>Whether the function became part of the graph.</returns>
    protected bool Record(Tensor output, params ReadOnlySpan<Tensor> inputs) => ManagedNode.Attach(output, inputs, this);
}
