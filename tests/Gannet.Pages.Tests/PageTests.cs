using System.Security.Cryptography;
using System.Text;

namespace Gannet.Pages.Tests;

public sealed class PageTests
{
    [Fact]
    public void Text_from_outside_stays_text()
    {
        var page = new Page("</title><script>") { Script = "run();" };
        page.AddFacts([("<b>", "&")]);
        page.AddHeadline([("<i>", "\"")]);
        page.AddSection("<u>");
        page.AddNote("<s>");
        var html = page.Render();
        Assert.Equal(2, html.Split("<script>").Length);
        Assert.Contains("<script>run();</script>", html, StringComparison.Ordinal);
        foreach (var tag in (string[])["<b></b>", "<i>", "<u>", "<s>"]) Assert.DoesNotContain(tag, html, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_its_own_script_may_run_and_nothing_is_loaded()
    {
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("run();")));
        Assert.Contains(System.Net.WebUtility.HtmlEncode($"img-src data:; script-src 'sha256-{digest}'"), new Page("t") { Script = "run();" }.Render(), StringComparison.Ordinal);
        Assert.Contains(System.Net.WebUtility.HtmlEncode("script-src 'none'"), new Page("t").Render(), StringComparison.Ordinal);
        Assert.Contains(System.Net.WebUtility.HtmlEncode("img-src data: 'self' file:;"), new Page("t") { ShowsFiles = true }.Render(), StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_one_file()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(folder.File("a/index.html"), new Page("t").Write(folder.File("a")));
        Assert.Single(Directory.GetFiles(folder.File("a")));
    }
}
