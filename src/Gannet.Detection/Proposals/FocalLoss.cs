using Gannet.Torch;

namespace Gannet.Detection.Proposals;

/// <summary>The focal loss (Lin et al. 2017): cross-entropy, played down where the prediction is already right.</summary>
internal static class FocalLoss
{
    /// <summary>α_t (1 − p_t)^γ · cross-entropy of each sample; p_t is the probability given to what is wanted.</summary>
    /// <param name="logits"><c>[K]</c>, before the sigmoid.</param>
    /// <param name="wanted"><c>[K]</c>, 1 for foreground and 0 for background.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="alpha">α.</param>
    public static Tensor PerSample(Tensor logits, Tensor wanted, double gamma, double alpha)
    {
        using var scope = TensorScope.Enter();
        var probability = logits.Sigmoid();
        // With w in {0, 1}: 1 − p_t = p + w − 2 p w, and α_t = (1 − α) + (2 α − 1) w.
        var missing = probability + wanted - probability * wanted * 2;
        var weight = wanted * (2 * alpha - 1) + (1 - alpha);
        return scope.Keep(weight * missing.Pow(gamma) * logits.BinaryCrossEntropyWithLogits(wanted, reduction: 0));
    }
}
