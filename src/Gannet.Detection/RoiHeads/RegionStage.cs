using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>The second stage: what each region shows, and where exactly.</summary>
internal abstract class RegionStage : Module
{
    /// <summary>The stage's losses, and the regions that took part in them.</summary>
    public abstract (Losses Losses, RegionTargets[] Regions) ComputeLosses(Tensor[] levels, ProposedBoxes[] proposals, TrainingBatch batch, Sampling sampling);

    /// <summary>The detections of each picture in pixels of the input, best first.</summary>
    /// <remarks>Device sync.</remarks>
    public abstract DetectedObject[][] Detect(Tensor[] levels, ProposedBoxes[] proposals, PictureBatch batch);

    /// <summary>What is kept as a detection.</summary>
    public abstract DetectionOptions Thresholds { get; set; }

    public static RegionStage Create(IReadOnlyList<FeatureLevel> levels, int classes, DetectorOptions options) =>
        options.Head.Kind == HeadKind.None
            ? new ProposalsAsDetections { Thresholds = options.Detections }
            : new RegionClassifier(RegionHead.Create(levels, new(classes, options.Head.BoxSlots), options.Regions, options.Head), classes, options.Head)
            {
                Thresholds = options.Detections,
            };
}
