using System.Net;
using Gannet.Pages.DataSets;

namespace Gannet.Pages.Tests.DataSets;

public sealed class DataPageTests
{
    [Fact]
    public void Everything_is_on_the_page_and_no_name_is_markup()
    {
        var html = DataPage.Compose(Reports.Full()).Render();
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(Reports.Hostile), html, StringComparison.Ordinal);
        foreach (var text in (string[])["What to know before training", "In the input of", "look nearly the same", "coincide with a box", "Labels to doubt", ".93 labelled", "data:image/jpeg;base64,AQID"])
            Assert.Contains(text, html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_data_set_has_a_short_page()
    {
        var html = DataPage.Compose(Reports.Sound()).Render();
        Assert.Contains("Nothing stands out.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Labels to doubt", html, StringComparison.Ordinal);
    }
}
