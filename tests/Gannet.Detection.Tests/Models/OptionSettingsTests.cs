using Gannet.Detection.Models;

namespace Gannet.Detection.Tests.Models;

public class OptionSettingsTests
{
    [Theory]
    [InlineData("group", "backbone.norm.kind=group")]
    [InlineData("group", "backbone.norm=group")]
    [InlineData("group", "backbone.norm={kind: group, epsilon: 1}")]
    [InlineData("group", "backbone={norm: group}")]
    [InlineData("group", "backbone.norm=group", "backbone.norm.epsilon=1")]
    [InlineData("batch", "backbone.norm=group", "backbone.norm.kind=batch")]
    [InlineData("batch", "backbone.norm.epsilon=1", "backbone.norm=batch")]
    [InlineData(null, "backbone.norm.kind=group", "backbone.norm={epsilon: 1}")]
    [InlineData(null, "backbone.norm.epsilon=1")]
    [InlineData(null, "backbone=[norm]")]
    [InlineData(null)]
    public void An_option_is_found_in_whichever_form_it_is_given(string? expected, params string[] settings)
    {
        Assert.Equal(expected, OptionSettings.Value(settings, "backbone.norm.kind"));
        Assert.Equal(expected is not null, OptionSettings.Choose(settings, "backbone.norm.kind"));
    }

    [Fact]
    public void A_list_is_a_choice_without_a_single_value()
    {
        string[] settings = ["anchors.sizes=[[8], [16]]"];
        Assert.True(OptionSettings.Choose(settings, "anchors.sizes"));
        Assert.Null(OptionSettings.Value(settings, "anchors.sizes"));
    }

    [Theory]
    [InlineData("neck", "--set neck: expected section.key=value.")]
    [InlineData("neck=[", "--set neck=[")]
    public void What_cannot_be_read_is_named(string setting, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<InvalidDataException>(() => OptionSettings.Choose([setting], "neck")).Message, StringComparison.Ordinal);
}
