using Gannet.Detection;
using Gannet.Detection.Models;
using Gannet.Training.Layers;

namespace Gannet.Training.Tests.Layers;

[LeakCheck]
public sealed class LayerSelectionTests
{
    [Theory]
    [InlineData("heads", "")]
    [InlineData("5+", "layer4")]
    [InlineData("4+", "layer3 layer4")]
    [InlineData("3+", "layer2 layer3 layer4")]
    [InlineData("all", "conv1 bn1 layer1 layer2 layer3 layer4")]
    public void Words_are_the_heads_and_the_backbone_from_a_resolution_on(string text, string parts)
    {
        using var detector = SmallTraining.CreateDetector(1);
        AssertSelects(detector, LayerSelection.Parse(text, detector), parts);
    }

    [Theory]
    [InlineData("layer3", "layer3 layer4")]
    [InlineData("3", "layer3 layer4")]
    [InlineData("0", "conv1 bn1 layer1 layer2 layer3 layer4")]
    [InlineData("conv1", "conv1 bn1 layer1 layer2 layer3 layer4")]
    [InlineData("none", "")]
    [InlineData("-1", "")]
    public void A_stage_is_the_first_that_is_trained(string text, string parts)
    {
        using var detector = SmallTraining.CreateDetector(1);
        AssertSelects(detector, LayerSelection.FromStage(text, detector), parts);
    }

    [Theory]
    [InlineData("vgg16", "3+", "10 12 14 17 19 21 24 26 28")]
    [InlineData("vgg16", "5+", "24 26 28")]
    [InlineData("densenet121", "3+", "transition1 denseblock2 transition2 denseblock3 transition3 denseblock4 norm5")]
    [InlineData("densenet121", "5+", "transition3 denseblock4 norm5")]
    [InlineData("mobilenet-v3-large", "4+", "7 8 9 10 11 12 13 14 15 16")]
    [InlineData("mobilenet-v3-large", "5+", "13 14 15 16")]
    [InlineData("inception-resnet-v2", "3+", "mixed_5b repeat mixed_6a repeat_1 mixed_7a repeat_2 block8 conv2d_7b")]
    [InlineData("inception-resnet-v2", "5+", "mixed_7a repeat_2 block8 conv2d_7b")]
    public void Every_backbone_has_the_resolutions(string backbone, string text, string parts)
    {
        using var detector = CreateDetector(backbone);
        AssertSelects(detector, LayerSelection.Parse(text, detector), parts);
    }

    [Fact]
    public void A_pattern_matches_whole_names()
    {
        using var detector = SmallTraining.CreateDetector(1);
        var selection = LayerSelection.Parse(@"rpn\..*|backbone\.body\.layer4\.1\.conv2\.weight", detector);
        var names = detector.NamedParameters().Select(static p => p.Name).Where(selection.Contains).ToList();
        Assert.Equal(names.Count, selection.Count);
        Assert.All(names, static n => Assert.True(n.StartsWith("rpn.", StringComparison.Ordinal) || n == "backbone.body.layer4.1.conv2.weight"));
        Assert.Contains("backbone.body.layer4.1.conv2.weight", names);
    }

    [Theory]
    [InlineData("head", "did you mean 'heads'?")]
    [InlineData("2+", "did you mean '3+'?")]
    [InlineData("al", "did you mean 'all'?")]
    [InlineData("heads,all", "an epoch is given as 'heads:2,all'")]
    [InlineData("[", "is not a valid pattern")]
    public void What_selects_nothing_is_an_error_with_the_nearest_word(string text, string words)
    {
        using var detector = SmallTraining.CreateDetector(1);
        AssertOneLine(words, Assert.Throws<InvalidDataException>(() => LayerSelection.Parse(text, detector)));
    }

    [Theory]
    [InlineData("layer33", "did you mean 'layer3'? This backbone has 0 conv1, 1 layer1,")]
    [InlineData("5", "there is no such stage")]
    [InlineData("-2", "there is no such stage")]
    public void A_wrong_stage_is_an_error_with_the_nearest_name(string text, string words)
    {
        using var detector = SmallTraining.CreateDetector(1);
        AssertOneLine(words, Assert.Throws<InvalidDataException>(() => LayerSelection.FromStage(text, detector)));
    }

    private static Detector CreateDetector(string backbone)
    {
        var name = new DetectorOptions().Backbone with { Name = backbone };
        var strides = Detection.Backbones.Backbone.Create(name);
        var levels = strides.Channels.Count + 1;
        strides.Dispose();
        return SmallTraining.CreateDetector(1, $"backbone.name={backbone}", "backbone.norm.kind=batch",
            $"anchors.sizes=[{string.Join(", ", Enumerable.Repeat("[32]", levels))}]");
    }

    private static void AssertSelects(Detector detector, LayerSelection selection, string parts)
    {
        const string Prefix = "backbone.body.";
        var names = detector.NamedParameters().Select(static p => p.Name).ToList();
        var inBody = names.Where(static n => n.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        Assert.All(names.Except(inBody), n => Assert.True(selection.Contains(n), n));
        Assert.Equal(parts.Split(' ', StringSplitOptions.RemoveEmptyEntries), inBody.Where(selection.Contains).Select(Part).Distinct());
        // Whole modules only.
        Assert.Empty(inBody.Where(selection.Contains).Select(Part).Intersect(inBody.Where(n => !selection.Contains(n)).Select(Part)));

        static string Part(string name) => name[Prefix.Length..].Split('.')[0];
    }

    private static void AssertOneLine(string words, Exception error)
    {
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
