using Gannet.Detection.Images;
using Gannet.Detection.Proposals;
using Gannet.Torch;

namespace Gannet.Detection.RoiHeads;

/// <summary>No second stage: the proposals are the detections, of a single class.</summary>
internal sealed class ProposalsAsDetections : RoiStage
{
    public override required DetectionOptions Thresholds { get; set; }

    public override bool LooksAtRegions => false;

    public override (Losses Losses, RoiTargets[] Regions) ComputeLosses(
        Tensor[] levels, ProposedBoxes[] proposals, TrainingBatch batch, Sampling sampling) => (Losses.None, []);

    public override DetectedObject[][] Detect(Tensor[] levels, ProposedBoxes[] proposals, ImageBatch batch) =>
        [.. proposals.Select(p => p.Boxes.Zip(p.Scores, static (box, score) => new DetectedObject(box, 0, score))
            .Where(d => d.Score >= Thresholds.ScoreThreshold).Take(Thresholds.PerImage).ToArray())];
}
