// Shapes: N pictures, T anchors of all levels, P proposals.
using System.Runtime.InteropServices;
using Gannet.Detection.Anchors;
using Gannet.Detection.Images;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Vision;

namespace Gannet.Detection.Proposals;

/// <summary>The first stage: scores every anchor and proposes the best boxes.</summary>
internal sealed class ProposalNetwork : Module
{
    private readonly RpnHead _head;
    private readonly AnchorGenerator _anchors;
    private readonly ProposalOptions _options;

    public ProposalNetwork(int channels, AnchorOptions anchors, ProposalOptions options)
    {
        _options = options;
        _anchors = new AnchorGenerator(anchors);
        _head = Add("head", new RpnHead(channels, _anchors.PerCell, options.HiddenLayers));
    }

    public int AnchorsPerCell => _anchors.PerCell;

    public RpnPrediction Forward(IReadOnlyList<Tensor> levels) => _head.Forward(levels);

    public AnchorGrid Anchors(PictureBatch batch, IReadOnlyList<Tensor> levels) =>
        _anchors.Generate(batch.Height, batch.Width, [.. levels.Select(static l => ((int)l.Shape[2], (int)l.Shape[3]))]);

    /// <summary>The proposals of each picture, best first.</summary>
    /// <remarks>Device sync.</remarks>
    public unsafe Box[][] Propose(RpnPrediction prediction, AnchorGrid anchors, IReadOnlyList<PictureSize> sizes, bool isTraining)
    {
        using var scope = TensorScope.Enter();
        var logits = OnProcessor(prediction.Logits);
        var deltas = OnProcessor(prediction.Deltas);
        var total = anchors.Boxes.Length;
        // Read in place: a copy of a million numbers a step would keep the collector busy. The tensors' memory does not move.
        nint logitsAt, deltasAt;
        fixed (float* first = logits.AsSpan<float>()) logitsAt = (nint)first;
        fixed (float* first = deltas.AsSpan<float>()) deltasAt = (nint)first;
        var candidates = new BoxCandidates[sizes.Count];
        Parallel.For(0, sizes.Count, n => candidates[n] = Candidates(
            new ReadOnlySpan<float>((float*)logitsAt + (long)n * total, total),
            new ReadOnlySpan<BoxOffsets>((BoxOffsets*)deltasAt + (long)n * total, total), anchors, sizes[n], isTraining));
        GC.KeepAlive(logits);
        GC.KeepAlive(deltas);
        var limit = isTraining ? _options.AfterNmsTraining : _options.AfterNms;
        return [.. candidates.Select(c => Array.ConvertAll(SurvivorOrder.Best(c.Kept, c.Scores, limit), k => c.Boxes[k]))];
    }

    /// <summary>Predicts for every anchor; without gradients where the loss can be computed from the sampled anchors alone.</summary>
    public RpnPrediction ForwardForTraining(IReadOnlyList<Tensor> levels)
    {
        if (!_head.CanForwardSampled) return Forward(levels);
        using var noGrad = NoGrad.Enter();
        return Forward(levels);
    }

    /// <summary>Objectness and box losses over the sampled anchors.</summary>
    public (Tensor Objectness, Tensor Box) ComputeLosses(
        IReadOnlyList<Tensor> levels, RpnPrediction prediction, AnchorGrid anchors, IReadOnlyList<AnchorTargets> targets)
    {
        using var scope = TensorScope.Enter();
        (int Image, int Anchor)[] positive = [.. targets.SelectMany(static (t, n) => t.Sample.Positive.Select(k => (n, k)))];
        (int Image, int Anchor)[] sampled = [.. positive, .. targets.SelectMany(static (t, n) => t.Sample.Negative.Select(k => (n, k)))];
        if (sampled.Length == 0) return (scope.Keep(Zero(prediction)), scope.Keep(Zero(prediction)));
        var labels = new float[sampled.Length];
        labels.AsSpan(0, positive.Length).Fill(1);
        var offsets = targets.SelectMany(static t => t.Offsets).ToArray();

        var (logits, deltas) = Select(levels, prediction, anchors, sampled);
        var device = logits.Device;
        var objectness = logits.BinaryCrossEntropyWithLogits(Tensor.From<float>(labels).To(device, ElementType.Float));
        var wanted = Tensor.From<float>(MemoryMarshal.Cast<BoxOffsets, float>(offsets), offsets.Length, 4).To(device, ElementType.Float);
        var box = deltas.Narrow(0, 0, positive.Length).SmoothL1Loss(wanted, reduction: 2, _options.SmoothL1Beta) / sampled.Length;
        return (scope.Keep(objectness), scope.Keep(box));
    }

    // Predictions of the sampled anchors: computed anew from their surroundings, or taken from the dense ones.
    private RpnPrediction Select(
        IReadOnlyList<Tensor> levels, RpnPrediction prediction, AnchorGrid anchors, IReadOnlyList<(int Image, int Anchor)> sampled)
    {
        if (_head.CanForwardSampled) return _head.ForwardSampled(levels, new CellPatches(levels, anchors, AnchorsPerCell, sampled));
        var total = anchors.Boxes.Length;
        var rows = Tensor.From<long>([.. sampled.Select(s => (long)s.Image * total + s.Anchor)]).To(prediction.Logits.Device, ElementType.Int64);
        return new(prediction.Logits.Reshape([-1]).IndexSelect(0, rows), prediction.Deltas.Reshape([-1, 4]).IndexSelect(0, rows));
    }

    private static Tensor OnProcessor(Tensor tensor) => tensor.Detach().To(Device.Cpu, ElementType.Float).Contiguous();

    // No anchor was sampled (every one is ignored): the loss is 0, and so is its gradient.
    private static Tensor Zero(RpnPrediction prediction) => prediction.Logits.Sum() * 0.0;

    public AnchorTargets Assign(AnchorGrid anchors, Truth truth, Random random) => AnchorTargets.Assign(anchors, truth, _options, random);

    private BoxCandidates Candidates(
        ReadOnlySpan<float> logits, ReadOnlySpan<BoxOffsets> deltas, AnchorGrid anchors, PictureSize size, bool isTraining)
    {
        var candidates = new BoxCandidates();
        var start = 0;
        for (var level = 0; level < anchors.LevelSizes.Length; start += anchors.LevelSizes[level++])
        {
            var best = TopScores.Select(logits.Slice(start, anchors.LevelSizes[level]), isTraining ? _options.BeforeNmsTraining : _options.BeforeNms);
            foreach (var k in best)
            {
                var score = 1 / (1 + MathF.Exp(-logits[start + k]));
                var box = BoxCoder.Proposals.Decode(anchors.Boxes[start + k], deltas[start + k]).Clip(size.Width, size.Height);
                // Written so that NaN is dropped, too.
                if (score >= _options.ScoreThreshold && box.Width >= _options.MinSize && box.Height >= _options.MinSize)
                    candidates.Add(box, score, level);
            }
        }

        candidates.Suppress(_options.NmsThreshold);
        return candidates;
    }
}
