using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

/// <summary>The loss over no samples: 0, whose gradient is zero for all that other batches would teach.</summary>
internal static class EmptyLoss
{
    /// <summary>The loss of a stage.</summary>
    /// <param name="stage">Its parameters get a gradient of zero: an optimizer that meets none would skip its decay.</param>
    /// <param name="inputs">What the stage reads; so do the layers before it.</param>
    /// <returns>A tensor of one element.</returns>
    public static Tensor Of(Module stage, IEnumerable<Tensor> inputs)
    {
        using var scope = TensorScope.Enter();
        // Sums of nothing, since zero times a value that is not finite would be NaN.
        var sums = stage.NamedParameters().Select(static p => p.Tensor).Concat(inputs).Select(static t => t.Narrow(0, 0, 0).Sum().To(ElementType.Float));
        return scope.Keep(Tensor.Stack([.. sums]).Sum());
    }
}
