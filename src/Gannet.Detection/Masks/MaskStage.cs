using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Detection.RoiHeads;
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

    internal static MaskStage Create(IReadOnlyList<FeatureLevel> levels, int classes, MaskOptions? options) =>
        options is null ? new NoMasks() : new MaskHead(levels, classes, options);
}
