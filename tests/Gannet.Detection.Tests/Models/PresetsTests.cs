using Gannet.Detection.Models;

namespace Gannet.Detection.Tests.Models;

public sealed class PresetsTests
{
    [Fact]
    public void Every_preset_makes_a_detector_and_survives_its_own_text()
    {
        Assert.Equal(8, Presets.Names.Count(static n => n.StartsWith("faster-rcnn-", StringComparison.Ordinal)));
        foreach (var name in Presets.Names)
        {
            var options = Presets.Get(name);
            var text = OptionsYaml.Write(options);
            Assert.Equal(text, OptionsYaml.Write(OptionsYaml.Read<DetectorOptions>(text, name)));
            using var detector = new Detector(options, ["a"]);
        }
    }

    [Theory]
    [InlineData("faster-rcnn-resnet50", "", "did you mean 'faster-rcnn-resnet")]
    [InlineData("faster-rcnn-resnet50-fpn", "backbone.nam=x", "did you mean 'backbone.name'")]
    [InlineData("faster-rcnn-resnet50-fpn", "head.samples=many", "many")]
    [InlineData("faster-rcnn-resnet50-fpn", "samples", "section.key=value")]
    public void Mistakes_are_one_line_with_the_nearest_name(string preset, string setting, string part)
    {
        var error = Assert.Throws<InvalidDataException>(() => Presets.Get(preset, setting.Length > 0 ? [setting] : []));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("backbone.name=resnet52")]
    [InlineData("backbone.trainable_stages=9")]
    [InlineData("anchors.sizes=[[32], [64]]")]
    [InlineData("head.box_weights=[1, 2]")]
    public void Contradictions_are_refused_when_the_detector_is_made(string setting) =>
        Assert.Throws<InvalidOptionException>(() => new Detector(Presets.Get("faster-rcnn-resnet18-fpn", setting), ["a"]));
}
