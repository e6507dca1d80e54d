using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.RoiPooling;
using Gannet.Runtime.Format;
using Gannet.Torch;

namespace Gannet.Detection.Masks;

/// <summary>A mask stage that predicts no masks.</summary>
internal sealed class NoMasks : MaskStage
{
    public override Losses ComputeLosses(Tensor[] levels, IReadOnlyList<RoiTargets> regions, IReadOnlyList<GroundTruth> truths) => Losses.None;

    public override DetectedObject[][] Detect(Tensor[] levels, DetectedObject[][] found, ImageBatch batch) => found;

    internal override GraphValue? Export(
        DetectorGraph detector, TracedValue[] levels, RegionGraph found, GraphValue original, GraphValue labels, PlacedImages images) => null;
}
