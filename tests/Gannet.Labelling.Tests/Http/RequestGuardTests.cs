using System.Net;
using Gannet.Labelling.Http;

namespace Gannet.Labelling.Tests.Http;

public class RequestGuardTests
{
    [Theory]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://127.0.0.1:1", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("X-Gannet-Token", "", 403)]
    [InlineData("X-Gannet-Token", "0000000000000000000000000000000000000000000000000000000000000000", 403)]
    [InlineData("Host", "evil.example", 421)]
    [InlineData("Host", "127.0.0.1.evil.example:5081", 421)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    public async Task Another_site_cannot_change_labels(string header, string value, int status)
    {
        await using var page = await LabelPage.StartAsync();
        var (answer, _) = await page.SendAsync(
            HttpMethod.Put, "/api/pictures/0/labels", new { revision = "none", labelled = true, boxes = Array.Empty<object>() },
            request =>
            {
                request.Headers.Remove(header);
                if (header == "Host") request.Headers.Host = value;
                else request.Headers.TryAddWithoutValidation(header, value);
            });
        Assert.Equal(status, (int)answer);
        Assert.Equal(status == 200, File.Exists(Path.Combine(page.Folder, "p00.xml")));
    }

    // What a form of another site can send: no header of its own, and one of three content types.
    [Fact]
    public async Task A_form_cannot_change_labels()
    {
        await using var page = await LabelPage.StartAsync();
        foreach (var path in (string[])["/api/classes", "/api/classes/rename", "/api/train", "/api/train/stop", "/api/pictures/0/labels"])
        {
            using var answer = await page.Client.PostAsync(page.Url + path, new FormUrlEncodedContent([new("name", "x")]));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal(2, (await page.GetAsync("/api/project"))["classes"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("/api/project", "cross-site", "no-cors", 403)]
    [InlineData("/api/pictures/0/file", "cross-site", "no-cors", 403)]
    [InlineData("/", "cross-site", "navigate", 200)]
    [InlineData("/", "none", "navigate", 200)]
    [InlineData("/app.js", "same-origin", "cors", 200)]
    public async Task Another_site_reads_nothing_but_may_lead_here(string path, string site, string mode, int status)
    {
        await using var page = await LabelPage.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, page.Url + path);
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Headers.Add("Sec-Fetch-Mode", mode);
        using var answer = await page.Client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public void Every_start_has_a_token_of_its_own() =>
        Assert.NotEqual(new RequestGuard([ListenAddress.Parse("http://127.0.0.1:0")]).Token, new RequestGuard([ListenAddress.Parse("http://127.0.0.1:0")]).Token);
}
