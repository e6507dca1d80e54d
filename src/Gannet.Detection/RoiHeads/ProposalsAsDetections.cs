using Gannet.Detection.Boxes;
using Gannet.Detection.Explanation;
using Gannet.Detection.Export;
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

    public override DetectedObject[][] Detect(Tensor[] levels, ProposedBoxes[] proposals, ImageBatch batch)
    {
        DetectionTrace.Current?.Regions = RegionTrace.Of(proposals[0], Thresholds);
        return [.. proposals.Select(p => p.Boxes.Zip(p.Scores, static (box, score) => new DetectedObject(box, 0, score))
            .Where(d => d.Score >= Thresholds.ScoreThreshold).Take(Thresholds.PerImage).ToArray())];
    }

    internal override DetectionGraph Export(DetectorGraph detector, TracedValue[] levels, ProposedGraph proposals, PlacedImages images)
    {
        var (graph, limit) = (detector.Graph, Math.Min(Thresholds.PerImage, proposals.Count));
        graph.Section("detections");
        var end = detector.IsFixed ? limit : Thresholds.PerImage; // a slice ends where the tensor does
        var (boxes, scores) = (graph.Slice(proposals.Boxes, 1, 0, end), graph.Slice(proposals.Scores, 1, 0, end));
        scores = graph.Where(graph.AtLeast(scores, graph.Number(Thresholds.ScoreThreshold)), scores, graph.Number(BoxGraph.OutOfRace));
        return new(boxes, graph.Filled(graph.Shape(scores), 0L), scores, limit);
    }
}
