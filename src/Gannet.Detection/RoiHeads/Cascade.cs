// Shapes: R regions of all images, C classes without background, S bins per side.
using System.Globalization;
using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiPooling;
using Gannet.Runtime.Format;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.RoiHeads;

/// <summary>Several second stages in a row, each on the boxes of the one before and stricter than it: Cascade R-CNN (Cai and Vasconcelos 2018).</summary>
internal sealed class Cascade : RoiStage
{
    private readonly RegionPooling _pooling;
    private readonly CascadeStage[] _stages;

    /// <summary>Composes the stages that the options of the head list.</summary>
    /// <param name="levels">The maps that regions are pooled from, finest first.</param>
    /// <param name="classes">Number of classes, without background.</param>
    /// <param name="options">All options.</param>
    /// <param name="make">Creates the layers of each stage.</param>
    public Cascade(IReadOnlyList<FeatureLevel> levels, int classes, DetectorOptions options, BoxHeadMaker make)
    {
        _pooling = new RegionPooling(levels, options.Regions);
        _stages = [.. CascadeStage.OptionsOf(options.Head).Select((stage, k) =>
            Add(NumberOf(k), new CascadeStage(make(levels[0].Channels, options.Regions.Size, stage), classes, stage)))];
    }

    public override required DetectionOptions Thresholds { get; set; }

    public override (Losses Losses, RoiTargets[] Regions) ComputeLosses(
        Tensor[] levels, ProposedBoxes[] proposals, TrainingBatch batch, Sampling sampling)
    {
        using var scope = TensorScope.Enter();
        // The heads learn from the sum of the losses, the layers before them from the mean: otherwise these would learn too fast.
        var maps = Array.ConvertAll(levels, level => ScaledGradient.Of(level, 1.0 / _stages.Length));
        var first = proposals.Select((p, n) => Choose(p.Boxes, n, batch.Truths[n], sampling)).ToArray();
        var (losses, targets) = (Losses.None, first);
        for (var k = 0; k < _stages.Length; k++)
        {
            var stage = _stages[k];
            var (own, refined) = ComputeLosses(stage, maps, targets, batch);
            losses = losses.And(own.Named("", $"_{NumberOf(k)}"));
            if (k + 1 < _stages.Length) targets = [.. refined.Select((boxes, n) => RoiTargets.All(boxes, batch.Truths[n], _stages[k + 1].Options))];
        }

        return (losses.KeepIn(scope), first);
    }

    public override DetectedObject[][] Detect(Tensor[] levels, ProposedBoxes[] proposals, ImageBatch batch)
    {
        using var scope = TensorScope.Enter();
        Box[][] regions = [.. proposals.Select(static p => p.Boxes)];
        foreach (var stage in _stages[..^1])
        {
            if (IsEmpty(regions)) break;
            using var own = TensorScope.Enter();
            regions = stage.Refine(stage.Layers.Forward(Pool(levels, regions)), regions, batch.Placements);
        }

        if (IsEmpty(regions)) return Array.ConvertAll(regions, static _ => Array.Empty<DetectedObject>());
        // As in the paper, every head classifies the best regions, and only the last one moves them.
        var pooled = Pool(levels, regions);
        var predictions = Array.ConvertAll(_stages, stage => stage.Layers.Forward(pooled));
        var probabilities = Tensor.Stack([.. predictions.Select(static p => p.Logits.Softmax(1))]).Mean([0]);
        return _stages[^1].Selector.Select(probabilities, predictions[^1].Deltas, regions, batch.Placements, Thresholds);
    }

    internal override DetectionGraph Export(DetectorGraph detector, TracedValue[] levels, ProposedGraph proposals, PlacedImages images)
    {
        var graph = detector.Graph;
        foreach (var stage in _stages[..^1])
        {
            var (logits, deltas) = stage.Layers.Export(detector, PoolTraced(detector, levels, proposals));
            proposals = stage.Selector.ExportRefined(detector, logits, deltas, proposals, images);
        }

        var pooled = PoolTraced(detector, levels, proposals);
        var predictions = Array.ConvertAll(_stages, stage => stage.Layers.Export(detector, pooled));
        var sum = Probabilities(predictions[0].Logits);
        foreach (var (logits, _) in predictions[1..]) sum = graph.Add(sum, Probabilities(logits));
        return _stages[^1].Selector.Export(detector, graph.Divide(sum, _stages.Length), predictions[^1].Deltas, proposals, images, Thresholds);

        GraphValue Probabilities(GraphValue logits) => graph.Node("Softmax", [logits], ("axis", 1L));
    }

    // A stage's losses, and its boxes as regions for the next stage.
    private (Losses Losses, Box[][] Refined) ComputeLosses(CascadeStage stage, Tensor[] maps, RoiTargets[] targets, TrainingBatch batch)
    {
        using var scope = TensorScope.Enter();
        Box[][] regions = [.. targets.Select(static t => t.Boxes)];
        if (IsEmpty(regions))
        {
            EmptyLoss.RequireNoSharedNorms(stage);
            var nothing = EmptyLoss.Of(stage, maps);
            return (stage.Losses.OfNothing(nothing, targets).KeepIn(scope), regions);
        }

        var prediction = stage.Layers.Forward(Pool(maps, regions));
        var losses = stage.Losses.Compute(prediction, targets, batch.Truths).KeepIn(scope);
        using var noGrad = NoGrad.Enter();
        return (losses, stage.Refine(prediction, regions, batch.Images.Placements));
    }

    private RoiTargets Choose(Box[] proposals, int picture, GroundTruth truth, Sampling sampling) =>
        sampling.Regions?.Invoke(proposals, picture) ?? RoiTargets.Assign(proposals, truth, _stages[0].Options, sampling.Of(picture));

    private Tensor Pool(Tensor[] maps, IReadOnlyList<Box[]> regions) => _pooling.Forward(maps, regions, _stages[0].Layers.Format);

    private TracedValue PoolTraced(DetectorGraph detector, TracedValue[] levels, ProposedGraph proposals) =>
        _pooling.ExportTraced(detector, levels, RegionGraph.Of(detector, proposals.Boxes, proposals.Count), _stages[0].Layers.Format);

    private static bool IsEmpty(Box[][] regions) => regions.All(static boxes => boxes.Length == 0);

    private static string NumberOf(int stage) => (stage + 1).ToString(CultureInfo.InvariantCulture);
}
