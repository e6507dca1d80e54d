// Shapes: R regions of all images, C classes without background.
using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiPooling;
using Gannet.Kernels.BoxCoding;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>The second stage: classifies each region and refines its box.</summary>
public sealed class RoiClassifier : RoiStage
{
    private readonly RoiHead _head;
    private readonly HeadOptions _options;
    private readonly RoiLosses _losses;
    private readonly PostProcessing _selector;

    /// <summary>Composes the stage.</summary>
    /// <param name="head">Makes the predictions for regions.</param>
    /// <param name="classes">Number of classes, without background.</param>
    /// <param name="options">Sampling of regions, box coding and losses.</param>
    public RoiClassifier(RoiHead head, int classes, HeadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var layout = new BoxLayout(classes, options.BoxSlots);
        var coder = BoxCoder.Of(options.BoxWeights);
        (_options, _losses, _selector) = (options, new RoiLosses(layout, options, coder), new PostProcessing(layout, coder));
        _head = Add("", head); // torchvision's names have no prefix here
    }

    /// <inheritdoc/>
    public override required DetectionOptions Thresholds { get; set; }

    /// <inheritdoc/>
    public override (Losses Losses, RoiTargets[] Regions) ComputeLosses(
        Tensor[] levels, ProposedBoxes[] proposals, TrainingBatch batch, Sampling sampling)
    {
        using var scope = TensorScope.Enter();
        RoiTargets[] targets = [.. proposals.Select((p, n) => Choose(p.Boxes, n, batch.Truths[n], sampling))];
        if (targets.All(static t => t.Boxes.Length == 0))
        {
            EmptyLoss.RequireNoSharedNorms(this);
            var nothing = EmptyLoss.Of(this, levels);
            return (_losses.OfNothing(nothing, targets).KeepIn(scope), targets);
        }

        var maps = _head.Prepare(levels);
        if (_options.HardExamples is { } count) targets = Hardest(maps, targets, batch.Truths, count);
        var prediction = _head.Forward(maps, [.. targets.Select(static t => t.Boxes)]);
        return (_losses.Compute(prediction, targets, batch.Truths).KeepIn(scope), targets);
    }

    /// <inheritdoc/>
    public override DetectedObject[][] Detect(Tensor[] levels, ProposedBoxes[] proposals, ImageBatch batch)
    {
        Box[][] regions = [.. proposals.Select(static p => p.Boxes)];
        if (regions.All(static boxes => boxes.Length == 0)) return Array.ConvertAll(regions, static _ => Array.Empty<DetectedObject>());
        using var scope = TensorScope.Enter();
        return _selector.Select(_head.Forward(_head.Prepare(levels), regions), regions, batch.Placements, Thresholds);
    }

    /// <summary>Moves each region by the box deltas of its most probable class, as input for a further stage.</summary>
    /// <param name="levels">The maps that regions are pooled from, finest first.</param>
    /// <param name="proposals">The proposals of each image.</param>
    /// <param name="batch">The images.</param>
    /// <returns>As many boxes per image, in the same order, clipped to it; the score is the probability that there is an object.</returns>
    /// <remarks>Without gradients, in evaluation mode. Device sync.</remarks>
    public ProposedBoxes[] Refine(Tensor[] levels, ProposedBoxes[] proposals, ImageBatch batch)
    {
        ArgumentNullException.ThrowIfNull(proposals);
        ArgumentNullException.ThrowIfNull(batch);
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        Box[][] regions = [.. proposals.Select(static p => p.Boxes)];
        if (regions.All(static boxes => boxes.Length == 0)) return proposals;
        using var evaluation = EvaluationMode.Enter(); // does not update trainable norms
        return _selector.Refine(_head.Forward(_head.Prepare(levels), regions), regions, batch.Placements);
    }

    internal override DetectionGraph Export(DetectorGraph detector, TracedValue[] levels, ProposedGraph proposals, PlacedImages images)
    {
        var (logits, deltas) = _head.Export(detector, levels, RegionGraph.Of(detector, proposals.Boxes, proposals.Count));
        var probabilities = detector.Graph.Node("Softmax", [logits], ("axis", 1L));
        return _selector.Export(detector, probabilities, deltas, proposals, images, Thresholds);
    }

    private RoiTargets Choose(Box[] proposals, int picture, GroundTruth truth, Sampling sampling) =>
        sampling.Regions?.Invoke(proposals, picture)
        ?? (_options.HardExamples is null
            ? RoiTargets.Assign(proposals, truth, _options, sampling.Of(picture))
            : RoiTargets.All(proposals, truth, _options));

    // A pass over all regions without gradients finds the hardest; only these are passed again with gradients.
    private RoiTargets[] Hardest(Tensor[] maps, RoiTargets[] all, GroundTruth[] truths, int count)
    {
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        using var evaluation = EvaluationMode.Enter(); // the search does not update trainable norms
        var each = _losses.PerRegion(_head.Forward(maps, [.. all.Select(static t => t.Boxes)]), all, truths).ToArray<float>();
        var (chosen, start) = (new RoiTargets[all.Length], 0);
        for (var n = 0; n < all.Length; start += all[n++].Boxes.Length)
        {
            var own = each.AsSpan(start, all[n].Boxes.Length);
            chosen[n] = all[n].Select(HardExampleMiner.Choose(own, all[n].Boxes, count, _options.HardExampleNms));
        }

        return chosen;
    }
}
