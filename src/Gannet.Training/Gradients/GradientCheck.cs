using Gannet.Detection;
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Gradients;

/// <summary>Finds parameters that training cannot reach, from the gradients of one batch.</summary>
public static class GradientCheck
{
    /// <summary>Computes one batch's losses and gradients; no weight is changed.</summary>
    /// <param name="detector">Its parameters that require a gradient are checked. Trainable batch norms update their statistics.</param>
    /// <param name="batch">Images and ground truth. Without a positive anchor or region, the box losses do not reach their layers.</param>
    /// <param name="seed">Seed for sampling anchors and regions, as in the first step of a training.</param>
    /// <returns>Parameters whose gradient is missing, zero or not finite, in the detector's order; empty if there are none.</returns>
    /// <remarks>Device sync, one per parameter.</remarks>
    /// <exception cref="ArgumentException">Every parameter is frozen.</exception>
    public static IReadOnlyList<GradientFinding> Run(Detector detector, TrainingBatch batch, int seed)
    {
        ArgumentNullException.ThrowIfNull(detector);
        NamedTensor[] trained = [.. detector.NamedParameters().Where(static p => p.Tensor.RequiresGrad)];
        if (trained.Length == 0) throw new ArgumentException("All parameters of this detector are frozen.", nameof(detector));
        detector.SetTraining(true);
        return Run(trained, () => detector.ComputeLosses(batch, SeededRandom.For(seed, RandomPurpose.Sampling, 1)).Stack().Sum());
    }

    /// <summary>The same for any loss.</summary>
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
        // The largest magnitude: opposite elements do not cancel, and NaN and infinity propagate through a maximum.
        var largest = gradient.Detach().Abs().Max().Item();
        return largest == 0 ? GradientState.Zero : double.IsFinite(largest) ? null : GradientState.NotFinite;
    }
}

/// <summary>A parameter that a training step would not change or would corrupt.</summary>
/// <param name="Parameter">Its state-dict name.</param>
/// <param name="State">What is wrong with its gradient.</param>
public readonly record struct GradientFinding(string Parameter, GradientState State);

/// <summary>What is wrong with a gradient.</summary>
public enum GradientState
{
    /// <summary>No loss depends on the parameter.</summary>
    Missing,

    /// <summary>Every element is exactly zero: the path to the loss is cut off, dead or multiplied by zero.</summary>
    Zero,

    /// <summary>An element is NaN or infinite.</summary>
    NotFinite,
}
