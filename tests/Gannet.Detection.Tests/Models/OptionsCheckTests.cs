using Gannet.Detection.Models;

namespace Gannet.Detection.Tests.Models;

public class OptionsCheckTests
{
    [Theory]
    [InlineData("transform.min_size=0", "transform.min_size is 0; it must be from 1 to 16384.")]
    [InlineData("transform.max_size=100", "transform.max_size is 100; it must be from 800 to 16384.")]
    [InlineData("transform.std=[0, 0, 0]", "transform.mean and transform.std need three numbers")]
    [InlineData("head.width=0", "head.width is 0")]
    [InlineData("head.samples=0", "head.samples is 0")]
    [InlineData("head.positive_fraction=7", "head.positive_fraction is 7; it must be from 0 to 1.")]
    [InlineData("head.box_weights=[1]", "head.box_weights is [1]; it must be four numbers")]
    [InlineData("neck.channels=-1", "neck.channels is -1")]
    [InlineData("regions.size=0", "regions.size is 0")]
    [InlineData("anchors.sizes=[[0], [1], [2], [3], [4]]", "anchors.sizes is 0")]
    [InlineData("anchors.sizes=[[32]]", "anchors.sizes has 1 levels, but this network has 5.")]
    [InlineData("anchors.ratios=[]", "anchors.sizes: every level needs the same")]
    [InlineData("anchors.ratios=[.nan]", "anchors.ratios is NaN")]
    [InlineData("backbone.name=resnet20", "backbone.name is 'resnet20'; it must be one of")]
    [InlineData("backbone.trainable_stages=99", "backbone.trainable_stages is 99; it must be from 0 to 5")]
    [InlineData("detections.nms_threshold=2", "detections.nms_threshold is 2")]
    [InlineData("detections.soft_nms_sigma=0", "detections.soft_nms_sigma is 0; it must be positive.")]
    [InlineData("detections.tiles=31", "detections.tiles is 31; it must be 0 or from 32 to 16384.")]
    [InlineData("head.class_weights=[1, 2, 3]", "head.class_weights has 3 weights for background and 1 classes; give 2.")]
    [InlineData("head.class_weights=[1, -2]", "head.class_weights is -2")]
    [InlineData("proposals.focal_gamma=-1", "proposals.focal_gamma is -1")]
    [InlineData("proposals.focal_alpha=2", "proposals.focal_alpha is 2; it must be from 0 to 1.")]
    [InlineData("proposals.before_nms_training=0", "proposals.before_nms_training is 0")]
    [InlineData("masks.size=0", "masks.size is 0; it must be from 1 to 64.")]
    [InlineData("masks.channels=0", "masks.channels is 0")]
    [InlineData("masks.convolutions=-1", "masks.convolutions is -1")]
    [InlineData("masks.threshold=2", "masks.threshold is 2")]
    [InlineData("masks.loss_weight=-1", "masks.loss_weight is -1")]
    [InlineData("head.cascade=[{foreground_iou: 2}]", "head.cascade[0].foreground_iou is 2")]
    [InlineData("head.cascade=[{}, {box_weights: [1]}]", "head.cascade[1].box_weights is [1]; it must be four numbers")]
    [InlineData("head.cascade=[{}, {}, {}, {}, {}, {}, {}, {}, {}, {}]", "head.cascade is 10; it must be from 0 to 9.")]
    public void An_option_out_of_range_is_wrong_input_and_named(string setting, string words)
    {
        var options = Presets.Get("faster-rcnn-resnet18-fpn", setting);
        var error = Assert.Throws<InvalidOptionException>(() => Detector.Compose(options, ["a"], "mine.yaml"));
        Assert.StartsWith("mine.yaml: " + words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    // Each would exhaust memory or loop for ever.
    [Theory]
    [InlineData("transform.max_size")]
    [InlineData("transform.size_divisor")]
    [InlineData("neck.channels")]
    [InlineData("anchors.step")]
    [InlineData("proposals.hidden_layers")]
    [InlineData("proposals.width")]
    [InlineData("proposals.after_nms")]
    [InlineData("proposals.before_nms_training")]
    [InlineData("regions.size")]
    [InlineData("regions.sampling_ratio")]
    [InlineData("head.width")]
    [InlineData("head.samples")]
    [InlineData("masks.channels")]
    [InlineData("masks.convolutions")]
    [InlineData("detections.per_image")]
    public void A_huge_number_is_refused_before_anything_is_made(string option)
    {
        var options = Presets.Get("faster-rcnn-resnet18-fpn", $"{option}=2147483647");
        var error = Assert.Throws<InvalidOptionException>(() => Detector.Compose(options, ["a"], "mine.yaml"));
        Assert.Matches($@"^mine\.yaml: {option} is 2147483647; it must be from \d+ to \d+\.$", error.Message);
    }

    [Fact]
    public void Numbers_that_are_huge_together_are_refused_too()
    {
        var options = Presets.Get("faster-rcnn-resnet18-fpn", "neck.channels=16384", "regions.size=64", "head.width=16384");
        var error = Assert.Throws<InvalidOptionException>(() => Detector.Compose(options, ["a"], "mine.yaml"));
        Assert.Equal("mine.yaml: The options describe a network of more than 1073741824 weights; lower its widths.", error.Message);
    }

    [Fact]
    public void Masks_need_a_second_stage()
    {
        var options = Presets.Get("faster-rcnn-resnet18-fpn", "head.kind=none", "masks.size=14");
        Assert.Contains("masks need a second stage", Assert.Throws<InvalidOptionException>(() => OptionsCheck.Validate(options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("head.hard_examples=64")]
    [InlineData("head=none")]
    [InlineData("head=position_sensitive", "regions=ps_roi_align")]
    public void A_cascade_needs_a_head_that_pools_and_has_no_hard_examples(params string[] settings)
    {
        var options = Presets.Get("cascade-rcnn-resnet18-fpn", settings);
        Assert.StartsWith("head.cascade", Assert.Throws<InvalidOptionException>(() => OptionsCheck.Validate(options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("detections.tiles and masks do not go together", "mask-rcnn-resnet50-fpn", "detections.tiles=512")]
    [InlineData("proposals.focal_gamma needs proposals.label_smoothing=0", "faster-rcnn-resnet18-fpn", "proposals.focal_gamma=2", "proposals.label_smoothing=0.1")]
    public void Options_that_contradict_each_other_are_named(string words, string preset, params string[] settings)
    {
        var options = Presets.Get(preset, settings);
        Assert.StartsWith(words, Assert.Throws<InvalidOptionException>(() => new Detector(options, ["a"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Soft_suppression_needs_a_second_stage()
    {
        var options = Presets.Get("faster-rcnn-resnet18-fpn", "head.kind=none", "detections.soft_nms=linear");
        var error = Assert.Throws<InvalidOptionException>(() => OptionsCheck.Validate(options));
        Assert.Equal("detections.soft_nms needs a second stage; head.kind is none.", error.Message);
    }

    [Fact]
    public void Every_preset_passes()
    {
        foreach (var name in Presets.Names) OptionsCheck.Validate(Presets.Get(name));
    }
}
