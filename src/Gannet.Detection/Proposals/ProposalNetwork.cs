// Shapes: N images, T anchors of all levels, P proposals.
using System.Runtime.InteropServices;
using Gannet.Detection.Anchors;
using Gannet.Detection.Boxes;
using Gannet.Detection.Explanation;
using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Detection.RoiHeads;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Ranking;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.Proposals;

/// <summary>A region proposal network: scores every anchor and proposes the best boxes.</summary>
internal sealed partial class ProposalNetwork : ProposalStage
{
    private readonly RpnHead _head;
    private readonly LevelAnchors _anchors;
    private readonly ProposalOptions _options;
    private readonly BoxCoder _coder;
    private readonly BoxRegression _regression;

    public ProposalNetwork(IReadOnlyList<FeatureLevel> levels, AnchorOptions anchors, ProposalOptions options)
    {
        (_options, _anchors) = (options, new LevelAnchors(levels, anchors));
        _coder = BoxCoder.Of(options.BoxWeights);
        _regression = new BoxRegression(options.BoxLoss, _coder);
        _head = Add("head", new RpnHead(levels[0].Channels, _anchors.PerCell, anchors.Step, options));
    }

    public override int AnchorsPerCell => _anchors.PerCell;

    public override (Losses Losses, ProposedBoxes[] Proposals) ComputeLosses(Tensor[] levels, TrainingBatch batch, Sampling sampling)
    {
        using var scope = TensorScope.Enter();
        var anchors = _anchors.Of(batch.Images, levels);
        var prediction = ForwardForTraining(levels);
        AnchorTargets[] targets = [.. batch.Truths.Select((truth, n) => sampling.Anchors?.Invoke(anchors, n)
            ?? AnchorTargets.Assign(anchors, truth, batch.Images.Placements[n].Window, _options, sampling.Of(n)))];
        var losses = ComputeLosses(levels, prediction, anchors, targets);
        return (losses.KeepIn(scope), Propose(prediction, anchors, batch.Images.Placements, isTraining: true));
    }

    protected override ProposedBoxes[] ProposeOwn(Tensor[] levels, ImageBatch batch)
    {
        using var scope = TensorScope.Enter();
        return Propose(_head.Forward(levels), _anchors.Of(batch, levels), batch.Placements, isTraining: false);
    }

    /// <summary>Computes the proposals of each image: best first, but in training in the order of their anchors.</summary>
    /// <remarks>
    /// The second stage draws its minibatch by position, and the order of scores that are nearly equal depends on last bits: another processor or
    /// another number of workers would draw other regions. Device sync.
    /// </remarks>
    internal unsafe ProposedBoxes[] Propose(RpnPrediction prediction, AnchorGrid anchors, IReadOnlyList<ImagePlacement> placements, bool isTraining)
    {
        using var scope = TensorScope.Enter();
        var (logits, deltas) = Readback.Of(prediction.Logits, prediction.Deltas);
        var total = anchors.Boxes.Length;
        // Read in place: copying a million numbers per step would burden the garbage collector. The tensors' memory does not move.
        nint logitsAt, deltasAt;
        fixed (float* first = logits.AsSpan<float>()) logitsAt = (nint)first;
        fixed (float* first = deltas.AsSpan<float>()) deltasAt = (nint)first;
        var candidates = new BoxCandidates[placements.Count];
        Parallel.For(0, placements.Count, n => candidates[n] = Candidates(
            new ReadOnlySpan<float>((float*)logitsAt + (long)n * total, total),
            new ReadOnlySpan<BoxDeltas>((BoxDeltas*)deltasAt + (long)n * total, total), anchors, placements[n], isTraining));
        var limit = isTraining ? _options.AfterNmsTraining : _options.AfterNms;
        var kept = Array.ConvertAll(candidates, c => SurvivorOrder.Best(c.Kept, c.Scores, limit));
        if (isTraining) foreach (var (own, c) in kept.Zip(candidates)) Array.Sort(Array.ConvertAll(own, k => c.Sources[k]), own);
        DetectionTrace.Current?.Network = ProposalTrace.Of(
            logits.AsSpan<float>()[..total], MemoryMarshal.Cast<float, BoxDeltas>(deltas.AsSpan<float>())[..total], anchors, placements[0].Window,
            _coder, _options, candidates[0], kept[0]);
        GC.KeepAlive(logits);
        GC.KeepAlive(deltas);
        return [.. candidates.Zip(kept, static (c, own) => new ProposedBoxes(Array.ConvertAll(own, k => c.Boxes[k]), Array.ConvertAll(own, k => c.Scores[k])))];
    }

    /// <summary>Objectness and box losses over the sampled anchors.</summary>
    internal Losses ComputeLosses(
        IReadOnlyList<Tensor> levels, RpnPrediction prediction, AnchorGrid anchors, IReadOnlyList<AnchorTargets> targets)
    {
        using var scope = TensorScope.Enter();
        (int Image, int Anchor)[] positive = [.. targets.SelectMany(static (t, n) => t.Sample.Positive.Select(k => (n, k)))];
        (int Image, int Anchor)[] sampled = [.. positive, .. targets.SelectMany(static (t, n) => t.Sample.Negative.Select(k => (n, k)))];
        if (sampled.Length == 0)
        {
            // All anchors are ignored.
            var nothing = EmptyLoss.Of(this, levels);
            return Named(nothing, nothing, targets).KeepIn(scope);
        }

        var smoothing = (float)_options.LabelSmoothing;
        var labels = new float[sampled.Length];
        labels.AsSpan(0, positive.Length).Fill(1 - smoothing);
        labels.AsSpan(positive.Length).Fill(smoothing);

        var (logits, deltas) = Select(levels, prediction, anchors, sampled);
        var objectness = Objectness(logits, Tensor.From<float>(labels).To(logits.Device, ElementType.Float), sampled, targets);
        var perBox = _regression.PerBox(deltas.Narrow(0, 0, positive.Length),
            Array.ConvertAll(positive, p => anchors.Boxes[p.Anchor]), [.. targets.SelectMany(static t => t.Objects)]);
        var box = _regression.Reduce(perBox, SamplesOf(targets), PositivesOf(targets));
        return (Named(objectness, box, targets) with { Metrics = Recall(logits, positive.Length) }).KeepIn(scope);
    }

    private Losses Named(Tensor objectness, Tensor box, IReadOnlyList<AnchorTargets> targets) => new(
        new NamedLoss("objectness", objectness) { Count = ObjectnessCount(targets) },
        new NamedLoss("proposal_box", box) { Count = _regression.Count(SamplesOf(targets), PositivesOf(targets)) });

    private static int[] SamplesOf(IReadOnlyList<AnchorTargets> targets) => [.. targets.Select(static t => t.Sample.Count)];

    private static int[] PositivesOf(IReadOnlyList<AnchorTargets> targets) => [.. targets.Select(static t => t.Sample.Positive.Length)];

    private double ObjectnessCount(IReadOnlyList<AnchorTargets> targets) =>
        _options.FocalGamma > 0 ? PositivesOf(targets).Sum()
        : _options.BoxLoss.Normalizer == LossNormalizer.SamplesPerImage ? targets.Count
        : SamplesOf(targets).Sum();

    private Tensor Objectness(Tensor logits, Tensor wanted, (int Image, int Anchor)[] sampled, IReadOnlyList<AnchorTargets> targets)
    {
        if (_options.FocalGamma > 0)
        {
            var each = FocalLoss.PerSample(logits, wanted, _options.FocalGamma, _options.FocalAlpha);
            return each.Sum() * (_options.ClassWeight / NamedLoss.Divisor(ObjectnessCount(targets)));
        }

        if (_options.BoxLoss.Normalizer != LossNormalizer.SamplesPerImage) return logits.BinaryCrossEntropyWithLogits(wanted) * _options.ClassWeight;
        float[] shares = [.. sampled.Select(s => 1f / targets[s.Image].Sample.Count / targets.Count)];
        return (logits.BinaryCrossEntropyWithLogits(wanted, reduction: 0) * Tensor.From<float>(shares).To(logits.Device, ElementType.Float)).Sum() * _options.ClassWeight;
    }

    // The share of sampled foreground anchors predicted as objects.
    private static Dictionary<string, Metric> Recall(Tensor logits, int positives) =>
        positives == 0 ? [] : new() { ["proposal_recall"] = new(logits.Detach().Narrow(0, 0, positives).Gt(0).To(ElementType.Float).Mean(), positives) };

    // Without gradients if the loss can be computed from the sampled anchors alone.
    private RpnPrediction ForwardForTraining(IReadOnlyList<Tensor> levels)
    {
        if (!_head.CanForwardSampled) return _head.Forward(levels);
        using var noGrad = NoGrad.Enter();
        return _head.Forward(levels);
    }

    // Predictions of the sampled anchors: taken from the dense ones if those have a graph, otherwise recomputed from their neighbourhoods.
    private RpnPrediction Select(
        IReadOnlyList<Tensor> levels, RpnPrediction prediction, AnchorGrid anchors, IReadOnlyList<(int Image, int Anchor)> sampled)
    {
        if (_head.CanForwardSampled && !prediction.Logits.RequiresGrad)
            return _head.ForwardSampled(levels, new CellPatches(levels, anchors, AnchorsPerCell, sampled));
        var total = anchors.Boxes.Length;
        var rows = Tensor.From<long>([.. sampled.Select(s => (long)s.Image * total + s.Anchor)]).To(prediction.Logits.Device, ElementType.Int64);
        return new(prediction.Logits.Reshape([-1]).IndexSelect(0, rows), prediction.Deltas.Reshape([-1, 4]).IndexSelect(0, rows));
    }

    private BoxCandidates Candidates(
        ReadOnlySpan<float> logits, ReadOnlySpan<BoxDeltas> deltas, AnchorGrid anchors, ImagePlacement placement, bool isTraining)
    {
        var candidates = new BoxCandidates();
        int[] groups = _options.LevelsTogether ? [anchors.Boxes.Length] : anchors.LevelSizes;
        var minSize = _options.MinSizeScaled ? _options.MinSize * placement.ScaleY : _options.MinSize;
        var start = 0;
        for (var group = 0; group < groups.Length; start += groups[group++])
        {
            var best = TopScores.Select(logits.Slice(start, groups[group]), isTraining ? _options.BeforeNmsTraining : _options.BeforeNms);
            var (boxes, offsets) = (new Box[best.Length], new BoxDeltas[best.Length]);
            for (var k = 0; k < best.Length; k++) (boxes[k], offsets[k]) = (anchors.Boxes[start + best[k]], deltas[start + best[k]]);
            _coder.Decode(boxes, offsets, boxes, placement.Window);
            for (var k = 0; k < best.Length; k++)
            {
                var score = 1 / (1 + MathF.Exp(-logits[start + best[k]]));
                // Written so that NaN is also dropped.
                if (score >= _options.ScoreThreshold && boxes[k].Width >= minSize && boxes[k].Height >= minSize) candidates.Add(boxes[k], score, group, start + best[k]);
            }
        }

        candidates.Suppress(_options.NmsThreshold);
        return candidates;
    }
}
