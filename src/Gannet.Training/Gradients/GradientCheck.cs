using Gannet.Detection;
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Gradients;

/// <summary>Finds parameters that training cannot reach, by the gradients of one batch.</summary>
public static class GradientCheck
{
    /// <summary>Computes one batch's losses and gradients; no weight is changed.</summary>
    /// <param name="detector">Its parameters that require a gradient are looked at. Norms that learn take in the batch's statistics.</param>
    /// <param name="batch">Pictures and their objects. Without a positive anchor or region no box loss depends on its layers.</param>
    /// <param name="seed">Draws the anchors and regions, as in a training's first step.</param>
    /// <returns>Parameters whose gradient is missing, zero or not finite, in the detector's order; none where all is well.</returns>
    /// <remarks>Device sync, one a parameter.</remarks>
    /// <exception cref="ArgumentException">Every parameter is frozen.</exception>
    public static IReadOnlyList<GradientFinding> Run(Detector detector, TrainingBatch batch, int seed)
    {
        ArgumentNullException.ThrowIfNull(detector);
        NamedTensor[] trained = [.. detector.NamedParameters().Where(static p => p.Tensor.RequiresGrad)];
        if (trained.Length == 0) throw new ArgumentException("No parameter of this detector is trained.", nameof(detector));
        detector.SetTraining(true);
        return Run(trained, () => detector.ComputeLosses(batch, SeededRandom.For(seed, RandomPurpose.Sampling, 1)).Stack().Sum());
    }

    /// <summary>The same of any loss.</summary>
    internal static IReadOnlyList<GradientFinding> Run(IReadOnlyList<NamedTensor> trained, Func<Tensor> computeLoss)
    {
        using var scope = TensorScope.Enter();
        foreach (var (_, tensor) in trained) tensor.Gradient = null;
        computeLoss().Backward();
        List<GradientFinding> findings = [];
        foreach (var (name, tensor) in trained)
        {
            if (Judge(tensor.Gradient) is { } state) findings.Add(new(name, state));
            tensor.Gradient = null;
        }

        return findings;
    }

    private static GradientState? Judge(Tensor? gradient)
    {
        if (gradient is null) return GradientState.Missing;
        using var scope = TensorScope.Enter();
        // Of the magnitudes, so that a gradient and its opposite do not cancel; NaN and infinity come through a maximum.
        var largest = gradient.Detach().Abs().Max().Item();
        return largest == 0 ? GradientState.Zero : double.IsFinite(largest) ? null : GradientState.NotFinite;
    }
}
