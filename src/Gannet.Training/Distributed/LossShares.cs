using Gannet.Detection;
using Gannet.Torch;

namespace Gannet.Training.Distributed;

/// <summary>Turns the losses of parts of a batch into shares that sum to the loss of the batch.</summary>
internal static class LossShares
{
    /// <summary>The loss terms of this worker's part, each weighted by its part of the samples of the whole batch.</summary>
    /// <param name="losses">The losses of the part: means over its own samples.</param>
    /// <param name="images">Images in the part.</param>
    /// <param name="world">The workers.</param>
    /// <returns>All terms as one tensor; the sum over the workers is the loss that one process would have computed.</returns>
    public static Tensor Of(Losses losses, int images, World world)
    {
        using var scope = TensorScope.Enter();
        var terms = losses.Stack();
        if (world.IsAlone) return scope.Keep(terms);
        double[] own = [.. losses.Terms.Select(term => term.Count ?? images)], all = [.. own];
        world.Sum(all);
        float[] shares = [.. own.Zip(all, static (mine, whole) => (float)(NamedLoss.Divisor(mine) / NamedLoss.Divisor(whole)))];
        return scope.Keep(terms * Tensor.From<float>(shares).To(terms.Device, ElementType.Float));
    }
}
