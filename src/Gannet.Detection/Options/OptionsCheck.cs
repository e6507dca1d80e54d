using System.Globalization;

namespace Gannet.Detection;

/// <summary>Checks the range of every option once, before anything is built of them.</summary>
internal static class OptionsCheck
{
    /// <exception cref="ArgumentException">An option is out of range; the message has its name in YAML, its value and its range.</exception>
    public static void Validate(DetectorOptions options)
    {
        AtLeast(1, options.Transform.MinSize, "transform.min_size");
        AtLeast(options.Transform.MinSize, options.Transform.MaxSize, "transform.max_size");
        AtLeast(1, options.Transform.SizeDivisor, "transform.size_divisor");
        AtLeast(1, options.Neck.Channels, "neck.channels");
        foreach (var size in options.Anchors.Sizes.SelectMany(static level => level)) AtLeast(1, size, "anchors.sizes");
        foreach (var ratio in options.Anchors.Ratios) Require(ratio > 0 && float.IsFinite(ratio), "anchors.ratios", ratio, "positive");

        var proposals = options.Proposals;
        AtLeast(1, proposals.HiddenLayers, "proposals.hidden_layers");
        AtLeast(1, proposals.BeforeNmsTraining, "proposals.before_nms_training");
        AtLeast(1, proposals.BeforeNms, "proposals.before_nms");
        AtLeast(1, proposals.AfterNmsTraining, "proposals.after_nms_training");
        AtLeast(1, proposals.AfterNms, "proposals.after_nms");
        AtLeast(1, proposals.Samples, "proposals.samples");
        Share(proposals.NmsThreshold, "proposals.nms_threshold");
        Share(proposals.ScoreThreshold, "proposals.score_threshold");
        Share(proposals.PositiveFraction, "proposals.positive_fraction");
        Share(proposals.ForegroundIou, "proposals.foreground_iou");
        Share(proposals.BackgroundIou, "proposals.background_iou");
        AtLeast(0, proposals.SmoothL1Beta, "proposals.smooth_l1_beta");

        AtLeast(1, options.Regions.Size, "regions.size");
        AtLeast(0, options.Regions.SamplingRatio, "regions.sampling_ratio");

        var head = options.Head;
        AtLeast(1, head.Width, "head.width");
        AtLeast(1, head.Convolutions, "head.convolutions");
        AtLeast(1, head.Samples, "head.samples");
        Share(head.PositiveFraction, "head.positive_fraction");
        Share(head.ForegroundIou, "head.foreground_iou");
        Share(head.BackgroundIou, "head.background_iou");
        AtLeast(0, head.SmoothL1Beta, "head.smooth_l1_beta");

        AtLeast(1, options.Detections.PerImage, "detections.per_image");
        Share(options.Detections.ScoreThreshold, "detections.score_threshold");
        Share(options.Detections.NmsThreshold, "detections.nms_threshold");
    }

    private static void AtLeast(double least, double value, string name) =>
        Require(value >= least && double.IsFinite(value), name, value, string.Create(CultureInfo.InvariantCulture, $"at least {least}"));

    private static void Share(double value, string name) => Require(value is >= 0 and <= 1, name, value, "from 0 to 1");

    private static void Require(bool holds, string name, double value, string range)
    {
        if (!holds) throw new ArgumentException(FormattableString.Invariant($"{name} is {value}; it must be {range}."));
    }
}
