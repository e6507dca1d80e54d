using Gannet.Detection.Backbones;
using Gannet.Detection.Models;
using Gannet.Detection.Models.Weights;

namespace Gannet.Detection.Tests.Parity;

/// <summary>torchvision's ImageNet files have every backbone tensor; names and shapes are in <c>tests/fixtures/backbones</c>.</summary>
[LeakCheck]
public sealed class PublishedNamesTests
{
    private const string BackbonePrefix = "backbone.body.";

    [Theory]
    [InlineData("resnet50", "fc.weight fc.bias")]
    [InlineData("resnet101", "fc.weight fc.bias")]
    [InlineData("densenet121", "classifier.weight classifier.bias")]
    [InlineData("densenet169", "classifier.weight classifier.bias")]
    [InlineData("vgg16", "classifier.6.weight classifier.6.bias")]
    public void Nothing_is_missing_and_only_the_classifier_is_left_over(string name, string leftOver)
    {
        var published = Published(name);
        var map = TorchvisionNames.MapFor(published.Keys);
        Assert.Equal(leftOver.Split(' '), published.Keys.Where(k => map(k) is null));
        AssertFills(name, published.Where(p => map(p.Key) is not null).ToDictionary(p => map(p.Key)!, static p => p.Value));
    }

    [Theory]
    [InlineData("densenet121")]
    [InlineData("densenet169")]
    public void The_old_names_of_dense_layers_are_understood(string name)
    {
        var old = Published(name).ToDictionary(
            static p => p.Key.Contains("denselayer", StringComparison.Ordinal)
                ? p.Key.Replace("norm1", "norm.1").Replace("norm2", "norm.2").Replace("conv1", "conv.1").Replace("conv2", "conv.2")
                : p.Key,
            static p => p.Value);
        Assert.Contains("features.denseblock1.denselayer1.norm.1.weight", old.Keys);
        var map = TorchvisionNames.MapFor(old.Keys);
        AssertFills(name, old.Where(p => map(p.Key) is not null).ToDictionary(p => map(p.Key)!, static p => p.Value));
    }

    [Theory]
    [InlineData("roi_heads.mask_head.mask_fcn1.weight", "roi_heads.mask_head.0.0.weight")]
    [InlineData("roi_heads.mask_head.mask_fcn4.bias", "roi_heads.mask_head.3.0.bias")]
    [InlineData("roi_heads.mask_head.2.0.bias", "roi_heads.mask_head.2.0.bias")]
    [InlineData("roi_heads.mask_predictor.conv5_mask.weight", "roi_heads.mask_predictor.conv5_mask.weight")]
    [InlineData("roi_heads.mask_predictor.mask_fcn_logits.weight", "roi_heads.mask_predictor.mask_fcn_logits.weight")]
    public void The_mask_head_has_an_old_and_a_new_name(string published, string name)
    {
        using var detector = new Detector(Presets.Get("mask-rcnn-resnet50-fpn"), ["a"]);
        Assert.Equal(name, TorchvisionNames.ToDetector(published));
        Assert.Contains(detector.State(), s => s.Name == name);
    }

    [Fact]
    public void The_hidden_layers_of_vggs_classifier_become_the_box_heads()
    {
        var published = Published("vgg16");
        var map = TorchvisionNames.MapFor(published.Keys);
        Assert.Equal("roi_heads.box_head.fc6.weight", map("classifier.0.weight"));
        Assert.Equal("roi_heads.box_head.fc6.bias", map("classifier.0.bias"));
        Assert.Equal("roi_heads.box_head.fc7.weight", map("classifier.3.weight"));
        Assert.Equal("roi_heads.box_head.fc7.bias", map("classifier.3.bias"));
        Assert.Equal("4096x25088", published["classifier.0.weight"]);
    }

    [Fact]
    public void The_classifiers_of_other_networks_are_left_alone()
    {
        var map = TorchvisionNames.MapFor(["features.0.0.weight", "classifier.0.weight", "classifier.0.bias", "classifier.3.weight", "classifier.3.bias"]);
        foreach (var name in (string[])["classifier.0.weight", "classifier.0.bias", "classifier.3.weight", "classif.weight", "last_linear.bias"])
            Assert.Null(map(name));
        Assert.Equal("backbone.body.conv2d_1a.conv.weight", map("conv2d_1a.conv.weight"));
    }

    private static void AssertFills(string name, Dictionary<string, string> mapped)
    {
        using var backbone = Backbone.Create(new() { Name = name });
        var own = backbone.State(BackbonePrefix).ToDictionary(static s => s.Name, static s => string.Join('x', s.Tensor.Shape.ToArray()));
        var body = mapped.Where(static p => p.Key.StartsWith(BackbonePrefix, StringComparison.Ordinal)
            && !p.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal));
        Assert.Equal(own.OrderBy(static p => p.Key, StringComparer.Ordinal), body.OrderBy(static p => p.Key, StringComparer.Ordinal));
    }

    // One line per module: "features.0 weight:64x3x3x3 bias:64".
    private static Dictionary<string, string> Published(string name) =>
        (from line in File.ReadLines(Repository.Fixture($"backbones/{name}.txt"))
         let parts = line.Split(' ')
         from tensor in parts.Skip(1)
         let colon = tensor.IndexOf(':', StringComparison.Ordinal)
         select KeyValuePair.Create($"{parts[0]}.{tensor[..colon]}", tensor[(colon + 1)..])).ToDictionary();
}
