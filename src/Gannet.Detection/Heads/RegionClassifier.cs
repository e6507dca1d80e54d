// Shapes: R regions of all pictures, C classes without background.
using System.Runtime.InteropServices;
using Gannet.Detection.Images;
using Gannet.Detection.Regions;
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Vision;

namespace Gannet.Detection.Heads;

/// <summary>The second stage: says what each region shows and corrects its box.</summary>
internal sealed class RegionClassifier : Module
{
    private readonly BoxHead _head;
    private readonly BoxPredictor _predictor;
    private readonly HeadOptions _options;
    private readonly DetectionOptions _detections;
    private readonly BoxCoder _coder;
    private readonly int _classes;

    public RegionClassifier(int channels, int size, int classes, HeadOptions options, DetectionOptions detections)
    {
        if (options.BoxWeights is not [var x, var y, var w, var h]) throw new ArgumentException("head.box_weights needs four numbers.", nameof(options));
        (_options, _detections, _classes, _coder) = (options, detections, classes, new BoxCoder(x, y, w, h));
        _head = Add("box_head", BoxHead.Create(channels, size, options));
        _predictor = Add("box_predictor", new BoxPredictor(_head.Width, classes));
    }

    public MemoryFormat Format => _head.Format;

    public BoxPrediction Forward(Tensor pooled)
    {
        using var scope = TensorScope.Enter();
        var prediction = _predictor.Forward(_head.Forward(pooled));
        return new(scope.Keep(prediction.Logits), scope.Keep(prediction.Deltas));
    }

    public RegionTargets Assign(Box[] proposals, Truth truth, Random random) => RegionTargets.Assign(proposals, truth, _options, _coder, random);

    /// <summary>Classification loss over all sampled regions, box loss over the foreground ones, both divided by the number of all.</summary>
    public (Tensor Classification, Tensor Box) ComputeLosses(BoxPrediction prediction, IReadOnlyList<RegionTargets> targets)
    {
        using var scope = TensorScope.Enter();
        var classes = targets.SelectMany(static t => t.Classes).Select(static c => (long)c).ToArray();
        var offsets = targets.SelectMany(static t => t.Offsets).ToArray();
        // Row of the class of each foreground region in [R·(1 + C), 4].
        var rows = classes.Select((c, r) => (Class: c, Region: r)).Where(static p => p.Class > 0)
            .Select(p => p.Region * (_classes + 1L) + p.Class).ToArray();
        var device = prediction.Logits.Device;

        var classification = prediction.Logits.CrossEntropyLoss(Tensor.From<long>(classes).To(device, ElementType.Int64));
        var deltas = prediction.Deltas.Reshape([-1, 4]).IndexSelect(0, Tensor.From<long>(rows).To(device, ElementType.Int64));
        var wanted = Tensor.From<float>(MemoryMarshal.Cast<BoxOffsets, float>(offsets), offsets.Length, 4).To(device, ElementType.Float);
        var box = deltas.SmoothL1Loss(wanted, reduction: 2, _options.SmoothL1Beta) / Math.Max(classes.Length, 1);
        return (scope.Keep(classification), scope.Keep(box));
    }

    /// <summary>The detections of each picture in pixels of the input, best first.</summary>
    /// <remarks>Device sync.</remarks>
    public Vision.Detection[][] Select(BoxPrediction prediction, Box[][] proposals, IReadOnlyList<PictureSize> sizes)
    {
        using var scope = TensorScope.Enter();
        var scores = prediction.Logits.Softmax(1).ToArray<float>();
        var deltas = prediction.Deltas.ToArray<float>();
        var starts = new int[proposals.Length];
        for (var n = 1; n < starts.Length; n++) starts[n] = starts[n - 1] + proposals[n - 1].Length;
        var candidates = new BoxCandidates[proposals.Length];
        var width = _classes + 1;
        Parallel.For(0, proposals.Length, n => candidates[n] = Candidates(
            scores.AsSpan(starts[n] * width, proposals[n].Length * width),
            MemoryMarshal.Cast<float, BoxOffsets>(deltas.AsSpan(starts[n] * width * 4, proposals[n].Length * width * 4)), proposals[n], sizes[n]));
        return [.. candidates.Select(c => Array.ConvertAll(
            SurvivorOrder.Best(c.Kept, c.Scores, _detections.PerImage), k => new Vision.Detection(c.Boxes[k], c.Labels[k], c.Scores[k])))];
    }

    private BoxCandidates Candidates(ReadOnlySpan<float> scores, ReadOnlySpan<BoxOffsets> deltas, Box[] proposals, PictureSize size)
    {
        var candidates = new BoxCandidates();
        for (var r = 0; r < proposals.Length; r++)
        {
            for (var label = 0; label < _classes; label++)
            {
                var at = r * (_classes + 1) + label + 1;
                if (!(scores[at] > _detections.ScoreThreshold)) continue;
                var box = _coder.Decode(proposals[r], deltas[at]).Clip(size.Width, size.Height);
                if (box.Width >= _detections.MinSize && box.Height >= _detections.MinSize) candidates.Add(box, scores[at], label);
            }
        }

        candidates.Suppress(_detections.NmsThreshold);
        return candidates;
    }
}
