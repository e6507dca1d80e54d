using Gannet.Detection.Images;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

// The first stages alone, to inspect or time them.
public sealed partial class Detector
{
    /// <summary>Computes the maps that the first stage reads, finest first, each <c>[N, C, H, W]</c>.</summary>
    /// <param name="batch">Transformed images.</param>
    public Tensor[] ComputeFeatures(ImageBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var usage = Enter();
        using var evaluation = EvaluationMode.Enter();
        using var scope = TensorScope.Enter();
        using var plan = LayerEngine.Use(CurrentEngine());
        return scope.Keep(FeaturesOf(batch, DetectionFormat).ForProposals);
    }

    /// <summary>Computes the regions that the first stage proposes in each image, best first, in pixels of the input.</summary>
    /// <param name="batch">Transformed images.</param>
    /// <remarks>Device sync.</remarks>
    public Box[][] Propose(ImageBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var usage = Enter();
        var engine = CurrentEngine();
        using var evaluation = EvaluationMode.Enter();
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        using var plan = LayerEngine.Use(engine);
        return [.. _proposals.Propose(FeaturesOf(batch, DetectionFormat).ForProposals, batch).Select(static proposed => proposed.Boxes)];
    }
}
