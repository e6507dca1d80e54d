using Gannet.Detection.Backbones;
using Gannet.Detection.Images;
using Gannet.Detection.Layers;
using Gannet.Detection.Models;
using Gannet.Detection.RoiHeads;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests;

/// <summary>A program's own stages: named by options, saved and loaded, or composed by hand.</summary>
[LeakCheck]
public sealed class DetectorPartsTests
{
    private static readonly DetectorParts s_parts = DetectorParts.BuiltIn.With("two-convs", static options => new TwoConvs(options));

    private static readonly string[] s_settings =
        ["backbone.name=two-convs", "backbone.settings={width: 4}", "transform.min_size=64", "transform.max_size=96", "neck.channels=8", "head.width=8",
            "anchors.sizes=[[8], [16], [32]]", "backbone.trainable_stages=-1"];

    [Fact]
    public void A_part_that_options_name_is_built_saved_and_loaded()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("own.safetensors");
        using var detector = new Detector(Presets.Get("faster-rcnn-resnet18-fpn", s_settings), ["cell"], s_parts);
        detector.Save(path);
        using var loaded = Detector.Load(path, parts: s_parts);
        var images = new[] { SmallDetector.Image(96, 64) };
        Assert.Equal(8, loaded.NamedParameters().Single(static p => p.Name == "backbone.body.second.0.weight").Tensor.Shape[0]);
        Assert.Equal(detector.Detect(images)[0].Count, loaded.Detect(images)[0].Count);

        var error = Assert.Throws<InvalidDataException>(() => Detector.Load(path));
        Assert.Contains("two-convs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_nobody_knows_is_refused_with_the_nearest()
    {
        var options = Presets.Get("faster-rcnn-resnet18-fpn", "head.kind=fully_conected");
        var error = Assert.Throws<InvalidOptionException>(() => new Detector(options, ["cell"]));
        Assert.Equal(("head.kind", "'fully_conected'"), (error.Key, error.Value));
        Assert.Contains("did you mean 'fully_connected'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_given_once() =>
        Assert.Throws<ArgumentException>(static () => s_parts.With("two-convs", static options => new TwoConvs(options)));

    [Fact]
    public void Own_layers_of_a_second_stage_are_named_like_gannets()
    {
        var parts = DetectorParts.BuiltIn.With("thin", static (channels, size, head) => new FullyConnectedBoxHead(channels * size * size, head with { Width = 3 }));
        using var detector = new Detector(Presets.Get("faster-rcnn-resnet18-fpn", "head=thin"), ["cell"], parts);
        Assert.Equal(3, detector.NamedParameters().Single(static p => p.Name == "roi_heads.box_head.fc6.weight").Tensor.Shape[0]);
        Assert.True(detector.HasSecondStage);
    }

    [Fact]
    public void Stages_composed_by_hand_detect_and_give_their_weights_back()
    {
        using var folder = new TemporaryFolder();
        using var detector = Compose();
        detector.Save(folder.File("hand.safetensors"));
        Assert.Contains("LoadWeights", Assert.Throws<InvalidDataException>(() => Detector.Load(folder.File("hand.safetensors"))).Message, StringComparison.Ordinal);
        using var again = Compose();
        again.LoadWeights(folder.File("hand.safetensors"));
        foreach (var (saved, read) in detector.State().Zip(again.State())) Assert.Equal(saved.Tensor.ToArray<float>(), read.Tensor.ToArray<float>());
        Assert.False(detector.IsDescribed);
        Assert.Single(again.Detect([SmallDetector.Image(64, 48)]));
    }

    private static Detector Compose()
    {
        var options = Presets.Get("faster-rcnn-resnet18-fpn", [.. s_settings[2..]]);
        var parts = DetectorParts.BuiltIn;
        var backbone = new TwoConvs(new() { Norm = new() { Kind = NormKind.Frozen } });
        var neck = parts.CreateNeck(backbone.Levels, options.Neck);
        return new Detector(
            ["cell"], new ImageTransform(options.Transform), backbone, neck,
            parts.CreateProposals(neck.ProposalLevels, options.Anchors, options.Proposals), parts.CreateRoiStage(neck.RegionLevels, 1, options));
    }

    private sealed class TwoConvs : Backbone
    {
        private static readonly string[] s_stages = ["first", "second"];

        public TwoConvs(BackboneOptions options) : base(s_stages, options.OutputsOr(s_stages))
        {
            var width = options.Settings is { } settings ? int.Parse(settings["width"], System.Globalization.CultureInfo.InvariantCulture) : 2;
            var first = Add("first", new ConvNormActivation(3, width, 3, 2, 1, options.Norm, Activation.Relu));
            var second = Add("second", new ConvNormActivation(width, 2 * width, 3, 2, 1, options.Norm, Activation.Relu));
            AddStage(new("first", 1, width, 2, x => first.Forward(x), first));
            AddStage(new("second", 2, 2 * width, 4, x => second.Forward(x), second));
        }
    }
}
