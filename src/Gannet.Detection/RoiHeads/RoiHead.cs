using Gannet.Detection.Export;
using Gannet.Detection.RoiPooling;
using Gannet.Runtime.Format;
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

    /// <summary>Adds the head to a graph: logits <c>[R, 1 + C]</c> and deltas <c>[R, slots·4]</c>.</summary>
    /// <exception cref="NotSupportedException">It has no ONNX form.</exception>
    internal virtual (GraphValue Logits, GraphValue Deltas) Export(DetectorGraph detector, TracedValue[] levels, RegionGraph regions) =>
        throw new NotSupportedException($"roi_heads: {GetType().Name} has no ONNX form; only the built-in heads have, with layers of any kind between them.");
}
