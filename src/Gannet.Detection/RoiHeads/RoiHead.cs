using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>Turns the features of regions into predictions.</summary>
public abstract class RoiHead : Module
{
    /// <summary>Computes what does not depend on the regions: the maps that they are pooled from.</summary>
    public virtual Tensor[] Prepare(Tensor[] levels) => levels;

    /// <summary>Predicts for the regions of each image, in pixels of the input.</summary>
    public abstract BoxPrediction Forward(Tensor[] prepared, IReadOnlyList<Box[]> regions);
}
