using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>The second stage: classifies each region and refines its box.</summary>
public abstract class RoiStage : Module
{
    /// <summary>Computes the stage's losses, and returns the regions that they used.</summary>
    public abstract (Losses Losses, RoiTargets[] Regions) ComputeLosses(Tensor[] levels, ProposedBoxes[] proposals, TrainingBatch batch, Sampling sampling);

    /// <summary>Computes the detections of each image in pixels of the input, best first.</summary>
    /// <remarks>Device sync.</remarks>
    public abstract DetectedObject[][] Detect(Tensor[] levels, ProposedBoxes[] proposals, ImageBatch batch);

    /// <summary>Which predictions are kept as detections.</summary>
    public abstract DetectionOptions Thresholds { get; set; }

    /// <summary>Whether it classifies regions, instead of passing on the proposals.</summary>
    public virtual bool LooksAtRegions => true;

    /// <summary>Adds the stage to a graph.</summary>
    /// <exception cref="NotSupportedException">It has no ONNX form.</exception>
    internal virtual DetectionGraph Export(DetectorGraph detector, TracedValue[] levels, ProposedGraph proposals, PlacedImages images) =>
        throw new NotSupportedException($"roi_heads: {GetType().Name} has no ONNX form; only the built-in second stages have.");

    internal static PartTable<RoiStageMaker> Known { get; } = new(
        "head.kind",
        (HeadKind.FullyConnected.Name, static (levels, classes, options) =>
            Pooled(levels, classes, options, static (channels, size, head) => new FullyConnectedBoxHead(channels * size * size, head))),
        (HeadKind.Convolutional.Name, static (levels, classes, options) =>
            Pooled(levels, classes, options, static (channels, size, head) => new ConvolutionalBoxHead(channels, size, head))),
        (HeadKind.FullSizeConvolution.Name, static (levels, classes, options) =>
            Pooled(levels, classes, options, static (channels, size, head) => new FullSizeConvolutionBoxHead(channels, size, head))),
        (HeadKind.PositionSensitive.Name, static (levels, classes, options) =>
            Classifier(new PositionSensitiveHead(levels, new(classes, options.Head.BoxSlots), options.Regions, options.Head), classes, options)),
        (HeadKind.None.Name, static (_, _, options) => new ProposalsAsDetections { Thresholds = options.Detections }));

    /// <summary>Faster R-CNN's second stage: pools each region's features and applies the layers from <paramref name="make"/>.</summary>
    /// <param name="levels">The maps that regions are pooled from, finest first.</param>
    /// <param name="classes">Number of classes, without background.</param>
    /// <param name="options">All options.</param>
    /// <param name="make">Creates the layers.</param>
    /// <returns>A <see cref="RoiClassifier"/>, or several stages in a row if <c>head.cascade</c> lists them.</returns>
    public static RoiStage Pooled(IReadOnlyList<FeatureLevel> levels, int classes, DetectorOptions options, BoxHeadMaker make)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(make);
        if (options.Head.Cascade is not []) return new Cascade(levels, classes, options, make) { Thresholds = options.Detections };
        var head = make(levels[0].Channels, options.Regions.Size, options.Head);
        return Classifier(new PooledHead(levels, new(classes, options.Head.BoxSlots), options.Regions, head), classes, options);
    }

    private static RoiClassifier Classifier(RoiHead head, int classes, DetectorOptions options) =>
        new(head, classes, options.Head) { Thresholds = options.Detections };
}
