// Shapes: R regions of all images, P foreground ones among them, C classes without background.
using Gannet.Detection.Boxes;
using Gannet.Kernels.BoxCoding;
using Gannet.Torch;

namespace Gannet.Detection.RoiHeads;

/// <summary>The losses of the second stage: classification over all regions, box regression over the foreground.</summary>
internal sealed class RoiLosses(BoxLayout layout, HeadOptions options, BoxCoder coder)
{
    private readonly BoxRegression _regression = new(options.BoxLoss, coder);
    private readonly float[] _classWeights = options.ClassWeights.Length == 0 || options.ClassWeights.Length == layout.Classes + 1
        ? options.ClassWeights
        : throw InvalidOptionException.Contradiction(
            "head.class_weights", $"head.class_weights has {options.ClassWeights.Length} weights for background and {layout.Classes} classes; give {layout.Classes + 1}.");

    /// <summary>Computes both losses of a batch, and accuracies.</summary>
    public Losses Compute(BoxPrediction prediction, IReadOnlyList<RoiTargets> targets, IReadOnlyList<GroundTruth> truths)
    {
        using var scope = TensorScope.Enter();
        int[] classes = [.. targets.SelectMany(static t => t.Classes)];
        int[] counts = [.. targets.Select(t => options.HardExamples ?? t.Boxes.Length)];
        var isPlainMean = options.BoxLoss.Normalizer != LossNormalizer.SamplesPerImage && options.HardExamples is null && !SourceClasses.AnyRestricted(truths);
        var classification = isPlainMean
            ? CrossEntropy(prediction.Logits, classes, reduction: 1)
            : Weighted(CrossEntropy(prediction.Logits, classes, reduction: 0), prediction.Logits, targets, truths, counts);
        var box = _regression.Reduce(PerBox(prediction, targets), counts, [.. targets.Select(static t => t.Positives)]);
        return (Named(classification * options.ClassWeight, box) with { Metrics = RoiMetrics.Of(prediction.Logits, classes) }).KeepIn(scope);
    }

    /// <summary>The stage's losses with their names.</summary>
    public static Losses Named(Tensor classification, Tensor box) => new(new NamedLoss("classification", classification), new NamedLoss("box", box));

    /// <summary>Computes the loss of each region, <c>[R]</c>: classification, plus the box loss for foreground.</summary>
    public Tensor PerRegion(BoxPrediction prediction, IReadOnlyList<RoiTargets> targets, IReadOnlyList<GroundTruth> truths)
    {
        using var scope = TensorScope.Enter();
        int[] classes = [.. targets.SelectMany(static t => t.Classes)];
        var each = CrossEntropy(prediction.Logits, classes, reduction: 0) * options.ClassWeight;
        if (SourceClasses.AnyRestricted(truths)) each *= SourceClasses.Counted(prediction.Logits, targets, truths);
        long[] foreground = [.. classes.Select(static (c, r) => (c, r)).Where(static p => p.c > 0).Select(static p => (long)p.r)];
        if (foreground.Length == 0) return scope.Keep(each);
        var boxes = Tensor.Zeros([classes.Length]).To(each.Device, ElementType.Float);
        boxes.IndexPutInPlace([Rows(foreground, each.Device)], PerBox(prediction, targets) * options.BoxLoss.Weight);
        return scope.Keep(each + boxes);
    }

    private Tensor CrossEntropy(Tensor logits, int[] classes, int reduction) => logits.CrossEntropyLoss(
        Rows([.. classes.Select(static c => (long)c)], logits.Device), Weights(logits), reduction, labelSmoothing: options.LabelSmoothing);

    private Tensor? Weights(Tensor logits) => _classWeights is [] ? null : Tensor.From<float>(_classWeights).To(logits.Device, ElementType.Float);

    // Weights each region by the number of samples or hard examples; by 0 if its source does not annotate the predicted class.
    private Tensor Weighted(Tensor each, Tensor logits, IReadOnlyList<RoiTargets> targets, IReadOnlyList<GroundTruth> truths, int[] counts)
    {
        var isPerImage = options.BoxLoss.Normalizer == LossNormalizer.SamplesPerImage;
        if (SourceClasses.AnyRestricted(truths))
        {
            var counted = SourceClasses.Counted(logits, targets, truths);
            each *= counted;
            if (!isPerImage && options.HardExamples is null) return each.Sum() / counted.Sum().ClampMin(1);
        }

        float[] shares = [.. targets.SelectMany((t, n) =>
            Enumerable.Repeat(1f / Math.Max(1, isPerImage ? counts[n] * targets.Count : counts.Sum()), t.Boxes.Length))];
        return (each * Tensor.From<float>(shares).To(each.Device, ElementType.Float)).Sum();
    }

    private Tensor PerBox(BoxPrediction prediction, IReadOnlyList<RoiTargets> targets)
    {
        // For each foreground region, the row of its class's box in [R·slots, 4].
        long[] rows = [.. targets.SelectMany(static t => t.Classes).Select((c, r) => (Class: c, Region: r)).Where(static p => p.Class > 0)
            .Select(p => p.Region * (long)layout.Count + layout.SlotOf(p.Class - 1))];
        var deltas = prediction.Deltas.Reshape([-1, 4]).IndexSelect(0, Rows(rows, prediction.Deltas.Device));
        return _regression.PerBox(deltas, [.. targets.SelectMany(static t => t.Boxes.Take(t.Positives))], [.. targets.SelectMany(static t => t.ObjectBoxes)]);
    }

    private static Tensor Rows(long[] rows, Device device) => Tensor.From<long>(rows).To(device, ElementType.Int64);
}
