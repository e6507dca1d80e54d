// Shapes: R regions of all images, P foreground ones among them, C classes without background.
using Gannet.Detection.Boxes;
using Gannet.Kernels.BoxCoding;
using Gannet.Torch;

namespace Gannet.Detection.RoiHeads;

/// <summary>The losses of the second stage: classification over all regions, box regression over the foreground.</summary>
internal sealed class RoiLosses(BoxLayout layout, HeadOptions options, BoxCoder coder)
{
    // libtorch's numbers for what becomes of the losses of the regions.
    private const int Each = 0, Mean = 1, Sum = 2;

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
        var (classification, count) = Classification(prediction.Logits, classes, targets, truths);
        var box = _regression.Reduce(PerBox(prediction, targets), CountsOf(targets), PositivesOf(targets));
        return (Named(classification * options.ClassWeight, count, box, targets) with { Metrics = RoiMetrics.Of(prediction.Logits, classes) }).KeepIn(scope);
    }

    /// <summary>Both losses of a batch without regions.</summary>
    /// <param name="nothing">The value of each.</param>
    /// <param name="targets">Empty, one for each image.</param>
    public Losses OfNothing(Tensor nothing, IReadOnlyList<RoiTargets> targets) => Named(nothing, DividesByRegions ? 0 : CountOf(targets), nothing, targets);

    private Losses Named(Tensor classification, double count, Tensor box, IReadOnlyList<RoiTargets> targets) => new(
        new NamedLoss("classification", classification) { Count = count },
        new NamedLoss("box", box) { Count = _regression.Count(CountsOf(targets), PositivesOf(targets)) });

    /// <summary>Computes the loss of each region, <c>[R]</c>: classification, plus the box loss for foreground.</summary>
    public Tensor PerRegion(BoxPrediction prediction, IReadOnlyList<RoiTargets> targets, IReadOnlyList<GroundTruth> truths)
    {
        using var scope = TensorScope.Enter();
        int[] classes = [.. targets.SelectMany(static t => t.Classes)];
        var each = CrossEntropy(prediction.Logits, classes, Each) * options.ClassWeight;
        if (SourceClasses.AnyRestricted(truths)) each *= Numbers(SourceClasses.Counted(prediction.Logits, targets, truths), each.Device);
        long[] foreground = [.. classes.Select(static (c, r) => (c, r)).Where(static p => p.c > 0).Select(static p => (long)p.r)];
        if (foreground.Length == 0) return scope.Keep(each);
        var boxes = Tensor.Zeros([classes.Length]).To(each.Device, ElementType.Float);
        boxes.IndexPutInPlace([Rows(foreground, each.Device)], PerBox(prediction, targets) * options.BoxLoss.Weight);
        return scope.Keep(each + boxes);
    }

    private bool IsPerImage => options.BoxLoss.Normalizer == LossNormalizer.SamplesPerImage;

    private bool DividesByRegions => !IsPerImage && options.HardExamples is null;

    // Samples of each image; with hard examples, as many as are wanted.
    private int[] CountsOf(IReadOnlyList<RoiTargets> targets) => [.. targets.Select(t => options.HardExamples ?? t.Boxes.Length)];

    private static int[] PositivesOf(IReadOnlyList<RoiTargets> targets) => [.. targets.Select(static t => t.Positives)];

    // The divisor where it does not depend on the regions.
    private double CountOf(IReadOnlyList<RoiTargets> targets) => IsPerImage ? targets.Count : CountsOf(targets).Sum();

    // A region whose source does not annotate its predicted class does not count.
    private (Tensor Loss, double Count) Classification(Tensor logits, int[] classes, IReadOnlyList<RoiTargets> targets, IReadOnlyList<GroundTruth> truths)
    {
        var counted = SourceClasses.AnyRestricted(truths) ? SourceClasses.Counted(logits, targets, truths) : null;
        if (DividesByRegions)
        {
            var weight = classes.Select((c, r) => (counted?[r] ?? 1.0) * (_classWeights is [] ? 1 : _classWeights[c])).Sum();
            // libtorch's mean over regions without any weight would be NaN.
            if (counted is null) return (CrossEntropy(logits, classes, weight > 0 ? Mean : Sum), weight);
            return ((CrossEntropy(logits, classes, Each) * Numbers(counted, logits.Device)).Sum() / NamedLoss.Divisor(weight), weight);
        }

        var (counts, regions) = (CountsOf(targets), targets.SelectMany(static (t, n) => Enumerable.Repeat(n, t.Boxes.Length)));
        float[] shares = [.. regions.Select((n, r) =>
            (counted?[r] ?? 1) * (1f / Math.Max(1, IsPerImage ? counts[n] * targets.Count : counts.Sum())))];
        return ((CrossEntropy(logits, classes, Each) * Numbers(shares, logits.Device)).Sum(), CountOf(targets));
    }

    private Tensor CrossEntropy(Tensor logits, int[] classes, int reduction) => logits.CrossEntropyLoss(
        Rows([.. classes.Select(static c => (long)c)], logits.Device), Weights(logits), reduction, labelSmoothing: options.LabelSmoothing);

    private Tensor? Weights(Tensor logits) => _classWeights is [] ? null : Numbers(_classWeights, logits.Device);

    private Tensor PerBox(BoxPrediction prediction, IReadOnlyList<RoiTargets> targets)
    {
        // For each foreground region, the row of its class's box in [R·slots, 4].
        long[] rows = [.. targets.SelectMany(static t => t.Classes).Select((c, r) => (Class: c, Region: r)).Where(static p => p.Class > 0)
            .Select(p => p.Region * (long)layout.Count + layout.SlotOf(p.Class - 1))];
        var deltas = prediction.Deltas.Reshape([-1, 4]).IndexSelect(0, Rows(rows, prediction.Deltas.Device));
        return _regression.PerBox(deltas, [.. targets.SelectMany(static t => t.Boxes.Take(t.Positives))], [.. targets.SelectMany(static t => t.ObjectBoxes)]);
    }

    private static Tensor Numbers(float[] numbers, Device device) => Tensor.From<float>(numbers).To(device, ElementType.Float);

    private static Tensor Rows(long[] rows, Device device) => Tensor.From<long>(rows).To(device, ElementType.Int64);
}
