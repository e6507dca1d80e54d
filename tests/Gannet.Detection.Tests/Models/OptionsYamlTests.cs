using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.Tests.Systems;

namespace Gannet.Detection.Tests.Models;

public class OptionsYamlTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var options = new DetectorOptions { Neck = new() { Channels = 64 }, Anchors = new() { Sizes = [[8, 16], [32, 64]], Ratios = [1] } };
        Assert.Equal(OptionsYaml.Write(options), OptionsYaml.Write(OptionsYaml.Read<DetectorOptions>(OptionsYaml.Write(options), "x")));
    }

    [Theory]
    [InlineData("proposals.nms_threshold=.6", 0.6)]
    [InlineData("proposals.nms_threshold=6e-1", 0.6)]
    public void A_setting_changes_one_option(string setting, double expected)
    {
        var changed = OptionsYaml.Read<DetectorOptions>("head:\n  width: 7\n", "x", setting);
        Assert.Equal((expected, 7), (changed.Proposals.NmsThreshold, changed.Head.Width));
    }

    [Fact]
    public void A_list_of_sections_is_read_and_written()
    {
        var options = OptionsYaml.Read<DetectorOptions>("head:\n  cascade:\n  - {}\n", "x", "head.cascade=[{}, {foreground_iou: .7, box_weights: [30, 30, 15, 15]}]");
        Assert.Equal([.6f, .7f], options.Head.Cascade.Select(static stage => stage.ForegroundIou));
        Assert.Equal([30, 30, 15, 15], options.Head.Cascade[1].BoxWeights);
        Assert.Equal(OptionsYaml.Write(options), OptionsYaml.Write(OptionsYaml.Read<DetectorOptions>(OptionsYaml.Write(options), "x")));
    }

    [Theory]
    [InlineData("proposals.nms_threshold=many")]
    [InlineData("anchors.sizes=5")]
    [InlineData("anchors.sizes=null")]
    [InlineData("anchors.sizes=")]
    [InlineData("proposals=null")]
    [InlineData("backbone.norm=5")]
    [InlineData("backbone.nam=resnet18")]
    [InlineData("backbone.name=[")]
    [InlineData("neck")]
    public void A_wrong_setting_is_named_in_one_line(string setting)
    {
        var error = Assert.Throws<InvalidDataException>(() => OptionsYaml.Read<DetectorOptions>("", "x.yaml", "head.width=7", setting));
        Assert.StartsWith($"--set {setting}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("head.width=wide", "'head.width' must be a whole number up to 2147483647")]
    [InlineData("head.width=99999999999", "'head.width' must be a whole number up to 2147483647")]
    [InlineData("head.width=[1]", "'head.width' must be a whole number up to 2147483647")]
    [InlineData("head.kind=[]", "'head.kind' must be one value")]
    [InlineData("proposals.nms_threshold=many", "'proposals.nms_threshold' must be a number")]
    [InlineData("anchors.sizes=text", "'anchors.sizes' must be a list of lists, as in [[1, 2], [3]]")]
    [InlineData("anchors.sizes=[a]", "'anchors.sizes' must be a list of lists, as in [[1, 2], [3]]")]
    [InlineData("anchors.ratios={a: 1}", "'anchors.ratios' must be a list, as in [1, 2]")]
    [InlineData("proposals=[]", "'proposals' must be a section of options")]
    [InlineData("head.width=&a [*a]", "no aliases")]
    [InlineData("head.cascade=1", "'head.cascade' must be a list of sections, as in [{a: 1}, {a: 2}]")]
    [InlineData("head.cascade=[1]", "'head.cascade' must be a list of sections")]
    [InlineData("head.cascade=[~]", "'head.cascade' must be a list of sections")]
    [InlineData("head.cascade={}", "'head.cascade' must be a list of sections")]
    [InlineData("head.cascade=[{}, {foreground: 1}]", "there is no option 'head.cascade[1].foreground'; did you mean 'head.cascade[1].foreground_iou'?")]
    [InlineData("head.cascade=[{}, {foreground_iou: high}]", "'head.cascade[1].foreground_iou' must be a number")]
    [InlineData("head.cascade=[{box_weights: [a]}]", "'head.cascade[0].box_weights' must be a list, as in [1, 2]")]
    public void A_value_of_the_wrong_form_says_which_form_it_has(string setting, string words)
    {
        var error = Assert.Throws<InvalidDataException>(() => OptionsYaml.Read<DetectorOptions>("", "x.yaml", setting));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_be_absent_may_be_null() =>
        Assert.Null(OptionsYaml.Read<DetectorOptions>("neck:\n  norm:\n    kind: group\n", "x", "neck.norm=null").Neck.Norm);

    [Theory]
    [InlineData("head:\n  widht: 7\n", "x.yaml: there is no option 'head.widht'; did you mean 'head.width'?")]
    [InlineData("just text", "x.yaml: expected options as 'section:' with 'key: value' below.")]
    [InlineData("head:\n  - [\n", "x.yaml(")]
    [InlineData("head: [width\nneck: {0: a", "x.yaml: is not valid YAML")]
    public void A_wrong_file_is_named(string text, string words) =>
        Assert.StartsWith(words, Assert.Throws<InvalidDataException>(() => OptionsYaml.Read<DetectorOptions>(text, "x.yaml")).Message, StringComparison.Ordinal);
}
