namespace Gannet.Pages.Tests;

public sealed class HtmlBuilderTests
{
    [Fact]
    public void Text_in_a_hole_is_encoded_and_markup_is_not()
    {
        const string Evil = "<script>'\"&";
        var html = new HtmlBuilder().Append($"<td title=\"{Evil}\">{Html.Of(Evil)}{1234.5:0.0}</td>").ToHtml().ToString();
        Assert.Equal("<td title=\"&lt;script&gt;&#39;&quot;&amp;\">&lt;script&gt;&#39;&quot;&amp;1234.5</td>", html);
    }

    [Fact]
    public void Nothing_is_an_empty_text()
    {
        Assert.True(default(Html).IsEmpty);
        Assert.Equal("", default(Html).ToString());
        Assert.Equal("", new HtmlBuilder().Append($"{(string?)null}").ToHtml().ToString());
    }

    [Fact]
    public void Pieces_are_joined() => Assert.Equal("a&amp;", Html.Join([Html.Of("a"), Html.Of("&")]).ToString());
}
