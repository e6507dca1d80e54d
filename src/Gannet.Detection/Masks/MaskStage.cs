using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Detection.RoiHeads;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Masks;

/// <summary>What comes after the boxes: the pixels of each object, or nothing.</summary>
public abstract class MaskStage : Module
{
    /// <summary>The losses of the regions that took part in the second stage.</summary>
    /// <param name="levels">The feature maps that regions are pooled from.</param>
    /// <param name="regions">For each picture, the regions of the second stage's loss.</param>
    /// <param name="truths">For each picture, its objects.</param>
    public abstract Losses ComputeLosses(Tensor[] levels, IReadOnlyList<RoiTargets> regions, IReadOnlyList<GroundTruth> truths);

    /// <summary>Completes the detections, whose boxes are and stay in pixels of the input, by masks in pixels of the original pictures.</summary>
    /// <remarks>Device sync.</remarks>
    public abstract DetectedObject[][] Detect(Tensor[] levels, DetectedObject[][] found, ImageBatch batch);

    internal static MaskStage Create(IReadOnlyList<FeatureLevel> levels, int classes, MaskOptions? options) =>
        options is null ? new NoMasks() : new MaskHead(levels, classes, options);
}
