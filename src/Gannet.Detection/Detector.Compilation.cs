using Gannet.Detection.Inference;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

// How layers are computed when nothing is learnt.
public sealed partial class Detector
{
    private LayerEngine? _plan;

    /// <summary>Whether detection runs as <see cref="Compile"/> prepared it.</summary>
    public bool IsCompiled => _plan is not null;

    /// <summary>Prepares detection for speed: norms are folded into convolutions, weights are laid out for this processor.</summary>
    /// <param name="precision">What the network computes with.</param>
    /// <returns>This detector.</returns>
    /// <exception cref="NotSupportedException">The processor does not have what <paramref name="precision"/> needs.</exception>
    /// <remarks>
    /// Takes about as long as one picture, during the first picture. Weights are read once: compile again after changing them.
    /// <see cref="ComputeLosses(TrainingBatch, Random)"/> ends it, since a training step changes them.
    /// </remarks>
    public Detector Compile(Precision precision = Precision.Float32)
    {
        if (precision == Precision.BFloat16 && !TorchRuntime.ProcessorMultipliesBFloat16)
            throw new NotSupportedException("this processor has no AVX512-BF16, without which bf16 is slower than fp32; use fp32.");
        _plan = precision == Precision.BFloat16 ? new BFloat16Layers()
            : Options.Detections.ReferenceArithmetic ? null // its order of operations is what it asks for
            : new PackedLayers();
        return this;
    }
}
