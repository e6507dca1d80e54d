using System.Globalization;
using Gannet.Detection.Boxes;
using Gannet.Detection.Masks;
using Gannet.Detection.Merging;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.RoiPooling;
using Gannet.Kernels.Matching;
using Gannet.Torch;

namespace Gannet.Detection.Models;

/// <summary>Checks the range of every option once, before anything is built.</summary>
internal static class OptionsCheck
{
    // Far above useful values, but low enough that their products neither overflow nor exhaust memory.
    private const int MostPixels = 16_384, MostAnchorSide = 65_536, MostChannels = 16_384, MostLayers = 100, MostStages = 10, MostBins = 64, MostBoxes = 1_000_000;

    private static readonly HeadKind[] s_pooledHeads = [HeadKind.FullyConnected, HeadKind.Convolutional, HeadKind.FullSizeConvolution];

    /// <exception cref="InvalidOptionException">An option is out of range, or two contradict each other.</exception>
    public static void Validate(DetectorOptions options)
    {
        Between(1, MostPixels, options.Transform.MinSize, "transform.min_size");
        Between(options.Transform.MinSize, MostPixels, options.Transform.MaxSize, "transform.max_size");
        Between(1, 1024, options.Transform.SizeDivisor, "transform.size_divisor");
        var leastChannels = options.Neck.Kind == NeckKind.Fpn || options.Neck.Kind == NeckKind.Concatenated ? 1 : 0;
        Between(leastChannels, MostChannels, options.Neck.Channels, "neck.channels");
        Between(1, MostChannels, options.Neck.ProposalChannels, "neck.proposal_channels");
        Between(0, 1024, options.Neck.Crop, "neck.crop");
        Between(1, 1024, options.Anchors.Step, "anchors.step");
        CheckShapes(options.Anchors.Shapes, "anchors.shapes");
        foreach (var level in options.Anchors.LevelShapes) CheckShapes(level, "anchors.level_shapes");

        foreach (var size in options.Anchors.Sizes.SelectMany(static level => level)) Between(1, MostAnchorSide, size, "anchors.sizes");
        foreach (var ratio in options.Anchors.Ratios) Require(ratio > 0 && float.IsFinite(ratio), "anchors.ratios", ratio, "positive");

        var proposals = options.Proposals;
        Between(1, MostLayers, proposals.HiddenLayers, "proposals.hidden_layers");
        Between(1, MostBoxes, proposals.BeforeNmsTraining, "proposals.before_nms_training");
        Between(1, MostBoxes, proposals.BeforeNms, "proposals.before_nms");
        Between(1, MostBoxes, proposals.AfterNmsTraining, "proposals.after_nms_training");
        Between(1, MostBoxes, proposals.AfterNms, "proposals.after_nms");
        Between(1, MostBoxes, proposals.Samples ?? 1, "proposals.samples");
        Between(1, MostChannels, proposals.Width ?? 1, "proposals.width");
        Share(proposals.NmsThreshold, "proposals.nms_threshold");
        Share(proposals.ScoreThreshold, "proposals.score_threshold");
        Share(proposals.PositiveFraction, "proposals.positive_fraction");
        var least = proposals.Overlap == BoxOverlap.Giou ? -1 : 0;
        Require(proposals.ForegroundIou >= least && proposals.ForegroundIou <= 1, "proposals.foreground_iou", proposals.ForegroundIou, $"from {least} to 1");
        Require(proposals.BackgroundIou >= least && proposals.BackgroundIou <= proposals.ForegroundIou,
            "proposals.background_iou", proposals.BackgroundIou, $"from {least} to foreground_iou");
        Share(proposals.LabelSmoothing, "proposals.label_smoothing");
        AtLeast(0, proposals.ClassWeight, "proposals.class_weight");
        Weights(proposals.BoxWeights, "proposals.box_weights");
        AtLeast(0, proposals.FocalGamma, "proposals.focal_gamma");
        Share(proposals.FocalAlpha, "proposals.focal_alpha");
        BoxLoss(proposals.BoxLoss, "proposals.box_loss");

        Between(1, MostBins, options.Regions.Size, "regions.size");
        Between(0, MostBins, options.Regions.SamplingRatio, "regions.sampling_ratio");

        var head = options.Head;
        Between(1, MostChannels, head.Width, "head.width");
        Between(1, MostLayers, head.Convolutions, "head.convolutions");
        Between(1, MostBoxes, head.Samples ?? 1, "head.samples");
        Between(1, MostBoxes, head.HardExamples ?? 1, "head.hard_examples");
        Share(head.HardExampleNms ?? 0, "head.hard_example_nms");
        Share(head.Dropout, "head.dropout");
        Between(1, MostBins, head.MapKernel, "head.map_kernel");
        Share(head.LabelSmoothing, "head.label_smoothing");
        AtLeast(0, head.ClassWeight, "head.class_weight");
        foreach (var weight in head.ClassWeights) AtLeast(0, weight, "head.class_weights");
        Share(head.BackgroundFloor, "head.background_floor");
        Weights(head.BoxWeights, "head.box_weights");
        Share(head.PositiveFraction, "head.positive_fraction");
        Share(head.ForegroundIou, "head.foreground_iou");
        Share(head.BackgroundIou, "head.background_iou");
        BoxLoss(head.BoxLoss, "head.box_loss");
        Between(0, MostStages - 1, head.Cascade.Length, "head.cascade");
        for (var k = 0; k < head.Cascade.Length; k++)
        {
            Share(head.Cascade[k].ForegroundIou, $"head.cascade[{k}].foreground_iou");
            Weights(head.Cascade[k].BoxWeights, $"head.cascade[{k}].box_weights");
        }

        if (options.Masks is { } masks) Masks(masks);
        Detections(options.Detections, "detections");
        if (options.OriginalDetections is { } original) Detections(original, "original_detections");
        Contradictions(options);
    }

    // Each part is valid by itself, but they do not fit together.
    private static void Contradictions(DetectorOptions options)
    {
        var isSensitive = options.Head.Kind == HeadKind.PositionSensitive;
        var poolsByPlace = options.Regions.Kind is PoolingKind.PsRoiPool or PoolingKind.PsRoiAlign;
        if (isSensitive && !poolsByPlace || poolsByPlace && s_pooledHeads.Contains(options.Head.Kind))
        {
            throw InvalidOptionException.Contradiction("head.kind", isSensitive
                ? "head.kind position_sensitive needs regions.kind ps_roi_pool or ps_roi_align."
                : "regions.kind ps_roi_pool and ps_roi_align need head.kind position_sensitive.");
        }

        if (options.Head.Kind == HeadKind.None && options.Proposals.Kind == ProposalKind.Random)
            throw InvalidOptionException.Contradiction("head.kind", "head.kind none with proposals.kind random leaves nothing to train.");
        if (options.Head.Kind == HeadKind.None && options.Masks is not null)
            throw InvalidOptionException.Contradiction("head.kind", "masks need a second stage; head.kind is none.");
        if (options.Head.Kind == HeadKind.None && options.Detections.SoftNms != SoftNmsKind.None)
            throw InvalidOptionException.Contradiction("detections.soft_nms", "detections.soft_nms needs a second stage; head.kind is none.");
        if (options is { Masks: not null, Detections.Tiles: > 0 })
            throw InvalidOptionException.Contradiction("detections.tiles", "detections.tiles and masks do not go together: masks cannot be merged; set detections.tiles=0.");
        if (options.Head is { Cascade: not [], HardExamples: not null })
            throw InvalidOptionException.Contradiction("head.cascade", "head.cascade has no hard examples; set head.hard_examples=null.");
        if (options.Head.Cascade is not [] && (isSensitive || options.Head.Kind == HeadKind.None))
            throw InvalidOptionException.Contradiction("head.cascade", $"head.cascade needs a head that pools features; head.kind is {options.Head.Kind}.");
        if (options.Proposals is { FocalGamma: > 0, LabelSmoothing: > 0 })
            throw InvalidOptionException.Contradiction("proposals.focal_gamma", "proposals.focal_gamma needs proposals.label_smoothing=0: a smoothed target is neither foreground nor background.");
        if (options.Head is { HardExampleNms: not null, HardExamples: null })
            throw InvalidOptionException.Contradiction("head.hard_example_nms", "head.hard_example_nms needs head.hard_examples.");
    }

    private static void Masks(MaskOptions masks)
    {
        Between(1, MostBins, masks.Size, "masks.size");
        Between(0, MostBins, masks.SamplingRatio, "masks.sampling_ratio");
        Between(0, MostLayers, masks.Convolutions, "masks.convolutions");
        Between(1, MostChannels, masks.Channels, "masks.channels");
        Share(masks.Threshold, "masks.threshold");
        AtLeast(0, masks.LossWeight, "masks.loss_weight");
    }

    private static void Detections(DetectionOptions detections, string section)
    {
        Between(1, MostBoxes, detections.PerImage, $"{section}.per_image");
        Share(detections.ScoreThreshold, $"{section}.score_threshold");
        Share(detections.NmsThreshold, $"{section}.nms_threshold");
        const int LeastTile = TiledDetectionOptions.LeastSide, MostTile = TiledDetectionOptions.MostSide;
        Require(detections.Tiles is 0 or (>= LeastTile and <= MostTile), $"{section}.tiles", detections.Tiles, $"0 or from {LeastTile} to {MostTile}");
        Require(detections.SoftNmsSigma > 0 && float.IsFinite(detections.SoftNmsSigma), $"{section}.soft_nms_sigma", detections.SoftNmsSigma, "positive");
    }

    private static void BoxLoss(BoxLossOptions loss, string section)
    {
        AtLeast(0, loss.Beta, $"{section}.beta");
        AtLeast(0, loss.Weight, $"{section}.weight");
    }

    private static void Weights(float[] weights, string name)
    {
        if (weights.Length != 4) throw new InvalidOptionException(name, $"[{string.Join(", ", weights)}]", "four numbers: x, y, width, height");
        foreach (var weight in weights) Require(weight > 0 && float.IsFinite(weight), name, weight, "positive");
    }

    private static void AtLeast(double least, double value, string name) =>
        Require(value >= least && double.IsFinite(value), name, value, string.Create(CultureInfo.InvariantCulture, $"at least {least}"));

    private static void Between(double least, double most, double value, string name) =>
        Require(value >= least && value <= most, name, value, string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"));

    private static void CheckShapes(float[][]? shapes, string name)
    {
        foreach (var shape in shapes ?? throw new InvalidOptionException(name, "null", "a list of [height, width] for each level"))
        {
            if (shape is not [_, _]) throw new InvalidOptionException(name, $"[{string.Join(", ", shape ?? [])}]", "a list of [height, width]");
            foreach (var side in shape) Between(1, MostAnchorSide, side, name);
        }
    }

    private static void Share(double value, string name) => Require(value is >= 0 and <= 1, name, value, "from 0 to 1");

    private static void Require(bool holds, string name, double value, string range) =>
        InvalidOptionException.ThrowUnless(holds, name, value, range);
}
