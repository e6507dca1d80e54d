using Gannet.Detection.Models;

namespace Gannet.Detection.Tests.Models;

public class NearestNameTests
{
    private static readonly string[] s_names = ["train", "evaluate", "detect"];

    [Theory]
    [InlineData("trian", "train")]
    [InlineData("evalute", "evaluate")]
    [InlineData("zzzzzz", null)]
    public void A_slip_has_a_near_name_and_another_word_none(string name, string? nearest) =>
        Assert.Equal(nearest, NearestName.Near(name, s_names));

    [Fact]
    public void Of_names_the_nearest_however_far_it_is()
    {
        Assert.Equal("detect", NearestName.Of("select", s_names));
        Assert.Equal("", NearestName.Of("select", []));
        Assert.Null(NearestName.Near("", []));
    }
}
