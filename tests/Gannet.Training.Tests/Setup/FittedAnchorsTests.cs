using Gannet.Detection.Anchors;
using Gannet.Detection.Models;
using Gannet.Training.Setup;

namespace Gannet.Training.Tests.Setup;

public sealed class FittedAnchorsTests
{
    private const string Preset = "faster-rcnn-resnet18-fpn";

    [Theory]
    [InlineData("transform.min_size=128", "transform.max_size=128")]
    [InlineData("transform.min_size=600", "transform.max_size=1000")]
    [InlineData("anchors.sizes=[[12], [24], [40], [64], [96]]")]
    public void They_fit_no_worse_than_the_presets(params string[] settings)
    {
        using var data = new SmallTraining(16);
        var options = Presets.Get(Preset, settings);
        var fitted = FittedAnchors.Of(data.Training, options);
        Assert.True(fitted.Fit >= fitted.FitBefore, $"{fitted.Fit} after {fitted.FitBefore}");
        Assert.Equal(data.Training.CountAnnotations(), fitted.Objects);
        Assert.Equal([3, 3, 3, 3, 3], fitted.Levels.Select(static level => level.Count));
    }

    [Fact]
    public void The_text_is_a_preset_with_these_anchors_the_smallest_at_the_finest_level()
    {
        using var data = new SmallTraining(4);
        var fitted = FittedAnchors.Of(data.Training, Presets.Get(Preset), perCell: 2);
        AnchorOptions[] read = [Presets.Get(Preset, fitted.Setting).Anchors, OptionsYaml.Read<DetectorOptions>(fitted.Yaml, "test").Anchors];
        foreach (var anchors in read)
        {
            var generator = new AnchorGenerator(anchors);
            Assert.Equal(5, generator.Levels);
            for (var level = 0; level < 5; level++) Assert.Equal(fitted.Levels[level], generator.CellShapes(level));
        }

        var areas = fitted.Levels.Select(static level => level.Average(static s => s.Height * s.Width)).ToList();
        Assert.Equal(areas.Order(), areas);
    }

    [Fact]
    public void Where_all_levels_have_the_same_anchors_they_still_do()
    {
        using var data = new SmallTraining(4);
        var fitted = FittedAnchors.Of(data.Training, Presets.Get(Preset, "anchors.shapes=[[20, 20], [40, 40]]"));
        Assert.StartsWith("anchors:\n  shapes: [[", fitted.Yaml, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(fitted.Levels).Count);
    }

    [Fact]
    public void More_anchors_than_shapes_are_refused()
    {
        using var data = new SmallTraining(2);
        Assert.Contains("ask for fewer anchors per cell", Assert.Throws<InvalidDataException>(
            () => FittedAnchors.Of(data.Training, Presets.Get(Preset), perCell: 100)).Message, StringComparison.Ordinal);
    }
}
