using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

/// <summary>The loss over no samples: 0, with a zero gradient for everything that other batches would train.</summary>
internal static class EmptyLoss
{
    /// <summary>Refuses to leave a stage out whose norms share their statistics: those of the other workers would wait for them.</summary>
    /// <exception cref="ArgumentException">It has such norms.</exception>
    public static void RequireNoSharedNorms(Module stage)
    {
        if (NormSharing.Current is not null && HasLearningNorm(stage))
            throw new ArgumentException("A worker has no region for norms that share their statistics; leave out --sync-norm, or use another head.norm.kind.", nameof(stage));
    }

    private static bool HasLearningNorm(Module stage) =>
        stage is BatchNorm norm ? norm.Weight.RequiresGrad : stage.Children.Any(static child => HasLearningNorm(child.Module));

    /// <summary>The loss of a stage.</summary>
    /// <param name="stage">Its parameters get a zero gradient: without one, an optimizer would skip weight decay.</param>
    /// <param name="inputs">The stage's inputs; the layers before them get a zero gradient too.</param>
    /// <returns>A tensor of one element.</returns>
    public static Tensor Of(Module stage, IEnumerable<Tensor> inputs)
    {
        using var scope = TensorScope.Enter();
        // Sums of empty slices, since zero times a non-finite value would be NaN.
        var sums = stage.NamedParameters().Select(static p => p.Tensor).Concat(inputs).Select(static t => t.Narrow(0, 0, 0).Sum().To(ElementType.Float));
        return scope.Keep(Tensor.Stack([.. sums]).Sum());
    }
}
