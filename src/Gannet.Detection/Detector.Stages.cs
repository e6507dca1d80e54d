using Gannet.Detection.Images;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection;

// The first stages alone, for who wants to see or time them.
public sealed partial class Detector
{
    /// <summary>The maps that the first stage reads, finest first, each <c>[N, C, H, W]</c>.</summary>
    /// <param name="batch">Transformed pictures.</param>
    public Tensor[] ComputeFeatures(PictureBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (IsTraining) SetTraining(false);
        using var scope = TensorScope.Enter();
        using var plan = LayerEngine.Use(_plan);
        return scope.Keep(FeaturesOf(batch, DetectionFormat).ForProposals);
    }

    /// <summary>The regions that the first stage proposes in each picture, best first, in pixels of the input.</summary>
    /// <param name="batch">Transformed pictures.</param>
    /// <remarks>Device sync.</remarks>
    public Box[][] Propose(PictureBatch batch)
    {
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        return [.. _proposals.Propose(ComputeFeatures(batch), batch).Select(static proposed => proposed.Boxes)];
    }
}
