using Gannet.Datasets.Editing;

namespace Gannet.Labelling.Tests;

public class LabelServerTests
{
    [Fact]
    public async Task The_page_and_its_parts_come_from_this_server_alone()
    {
        await using var page = await LabelPage.StartAsync();
        var html = await page.Client.GetStringAsync(page.Url);
        Assert.DoesNotContain("//", html.Replace("<!doctype html>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        foreach (var part in (string[])["app.js", "api.js", "labels.js", "view.js", "panels.js", "assistant.js", "colours.js"])
        {
            using var answer = await page.Client.GetAsync($"{page.Url}/{part}");
            Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
            var script = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("innerHTML", script, StringComparison.Ordinal);
            Assert.DoesNotContain("http", script, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_an_IO_error()
    {
        await using var page = await LabelPage.StartAsync();
        await Assert.ThrowsAsync<IOException>(() => LabelServer.StartAsync(DatasetEditor.Open(page.Folder), new() { Urls = [page.Url], RunsFolder = page.Runs }));
    }

    // Settings that happen to lie where the program is started are not this page's.
    [Fact]
    public async Task Variables_of_other_servers_do_not_matter()
    {
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://0.0.0.0:1");
        try
        {
            await using var page = await LabelPage.StartAsync();
            Assert.StartsWith("http://127.0.0.1:", page.Url, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_URLS", null);
        }
    }
}
