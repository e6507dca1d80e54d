// Shapes: R regions of all pictures, C classes without background.
using Gannet.Detection.Images;
using Gannet.Detection.Proposals;
using Gannet.Detection.Regions;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Vision;

namespace Gannet.Detection.Heads;

/// <summary>The second stage: says what each region shows and corrects its box.</summary>
internal sealed class RegionClassifier : RegionStage
{
    private readonly RegionHead _head;
    private readonly HeadOptions _options;
    private readonly RegionLosses _losses;
    private readonly DetectionSelector _selector;

    public RegionClassifier(RegionHead head, int classes, HeadOptions options)
    {
        var layout = new BoxLayout(classes, options.BoxSlots);
        var coder = BoxCoder.Of(options.BoxWeights);
        (_options, _losses, _selector) = (options, new RegionLosses(layout, options, coder), new DetectionSelector(layout, coder));
        _head = Add("", head); // torchvision's names have no level here
    }

    public override required DetectionOptions Thresholds { get; set; }

    public override (Losses Losses, RegionTargets[] Regions) ComputeLosses(
        Tensor[] levels, ProposedBoxes[] proposals, TrainingBatch batch, Sampling sampling)
    {
        using var scope = TensorScope.Enter();
        RegionTargets[] targets = [.. proposals.Select((p, n) => Choose(p.Boxes, n, batch.Truths[n], sampling))];
        if (targets.All(static t => t.Boxes.Length == 0))
        {
            var nothing = EmptyLoss.Of(this, levels);
            return (RegionLosses.Named(nothing, nothing).KeepIn(scope), targets);
        }

        var maps = _head.Prepare(levels);
        if (_options.HardExamples is { } count) targets = Hardest(maps, targets, batch.Truths, count);
        var prediction = _head.Forward(maps, [.. targets.Select(static t => t.Boxes)]);
        return (_losses.Compute(prediction, targets, batch.Truths).KeepIn(scope), targets);
    }

    public override Vision.Detection[][] Detect(Tensor[] levels, ProposedBoxes[] proposals, PictureBatch batch)
    {
        Box[][] regions = [.. proposals.Select(static p => p.Boxes)];
        if (regions.All(static boxes => boxes.Length == 0)) return Array.ConvertAll(regions, static _ => Array.Empty<Vision.Detection>());
        using var scope = TensorScope.Enter();
        return _selector.Select(_head.Forward(_head.Prepare(levels), regions), regions, batch.Placements, Thresholds);
    }

    private RegionTargets Choose(Box[] proposals, int picture, Truth truth, Sampling sampling) =>
        sampling.Regions?.Invoke(proposals, picture)
        ?? (_options.HardExamples is null
            ? RegionTargets.Assign(proposals, truth, _options, sampling.Random)
            : RegionTargets.All(proposals, truth, _options));

    // A pass over all regions without gradients finds them; only they are passed again with gradients.
    private RegionTargets[] Hardest(Tensor[] maps, RegionTargets[] all, Truth[] truths, int count)
    {
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        using var evaluation = EvaluationMode.Enter(); // the search leaves no trace in norms that learn
        var each = _losses.PerRegion(_head.Forward(maps, [.. all.Select(static t => t.Boxes)]), all, truths).ToArray<float>();
        var (chosen, start) = (new RegionTargets[all.Length], 0);
        for (var n = 0; n < all.Length; start += all[n++].Boxes.Length)
        {
            var own = each.AsSpan(start, all[n].Boxes.Length);
            chosen[n] = all[n].Select(HardExampleMiner.Choose(own, all[n].Boxes, count, _options.HardExampleNms));
        }

        return chosen;
    }
}
