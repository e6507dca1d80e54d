using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.RoiPooling;
using Gannet.Runtime.Format;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Masks;

/// <summary>The stage after the boxes: predicts a mask for each object, or nothing.</summary>
public abstract class MaskStage : Module
{
    /// <summary>Computes the losses of the regions that the second stage was trained on.</summary>
    /// <param name="levels">The feature maps that regions are pooled from.</param>
    /// <param name="regions">For each image, the regions of the second stage's loss.</param>
    /// <param name="truths">For each image, its objects.</param>
    public abstract Losses ComputeLosses(Tensor[] levels, IReadOnlyList<RoiTargets> regions, IReadOnlyList<GroundTruth> truths);

    /// <summary>Adds masks, in pixels of the original images, to the detections; boxes stay in pixels of the input.</summary>
    /// <remarks>Device sync.</remarks>
    public abstract DetectedObject[][] Detect(Tensor[] levels, DetectedObject[][] found, ImageBatch batch);

    /// <summary>Adds the stage to a graph: <c>[R, H, W]</c> booleans, whether each pixel of the image belongs to the object; null without masks.</summary>
    /// <param name="detector">The graph.</param>
    /// <param name="levels">The feature maps that regions are pooled from.</param>
    /// <param name="found">The boxes in pixels of the input.</param>
    /// <param name="original">The same boxes in pixels of the image, <c>[R, 4]</c>.</param>
    /// <param name="labels">Their classes, <c>[R]</c>.</param>
    /// <param name="images">The images.</param>
    /// <exception cref="NotSupportedException">It has no ONNX form.</exception>
    internal virtual GraphValue? Export(
        DetectorGraph detector, TracedValue[] levels, RegionGraph found, GraphValue original, GraphValue labels, PlacedImages images) =>
        throw new NotSupportedException($"roi_heads: {GetType().Name} has no ONNX form; only the built-in mask head has.");

    internal static MaskStage Create(IReadOnlyList<FeatureLevel> levels, int classes, MaskOptions? options) =>
        options is null ? new NoMasks() : new MaskHead(levels, classes, options);
}
