using Gannet.Detection.Inference;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

// How layers are computed when nothing is learnt.
public sealed partial class Detector
{
    private LayerEngine? _plan;

    /// <summary>Prepares detection for speed: norms are folded into convolutions, weights are laid out for this processor.</summary>
    /// <param name="precision">What the network computes with.</param>
    /// <returns>This detector.</returns>
    /// <remarks>
    /// Takes about as long as one picture, during the first picture. Weights are read once: compile again after changing them.
    /// <see cref="ComputeLosses(TrainingBatch, Random)"/> ends it, since a training step changes them.
    /// </remarks>
    public Detector Compile(Precision precision = Precision.Float32)
    {
        if (Options.Detections.ReferenceArithmetic) return this; // its order of operations is what it asks for
        _plan = new PackedLayers();
        return this;
    }
}
