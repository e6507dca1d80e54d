using System.Net;
using System.Text;

namespace Gannet.Labelling.Tests.Http;

public class LabelRoutesTests
{
    [Fact]
    public async Task Boxes_are_saved_at_once_and_found_again_after_a_restart()
    {
        await using var page = await LabelPage.StartAsync();
        var saved = await page.SaveAsync(1, LabelPage.Box("pin", 10, 20, 30, 40), LabelPage.Box("pad", 1, 2, 3, 4));
        Assert.Equal(2, saved["boxes"]!.AsArray().Count);
        Assert.True(File.Exists(Path.Combine(page.Folder, "p01.xml")));
        await page.RestartAsync();
        var project = await page.GetAsync("/api/project");
        Assert.Equal(["pin", "pad"], project["classes"]!.AsArray().Select(static c => (string)c!));
        Assert.Equal([(false, 0), (true, 2), (false, 0)], project["pictures"]!.AsArray().Select(static p => ((bool)p!["labelled"]!, (int)p["boxes"]!)));
        Assert.Equal(30, (double)(await page.GetAsync("/api/pictures/1/labels"))["boxes"]![0]!["x2"]!);
    }

    [Fact]
    public async Task A_second_window_gets_a_conflict_with_the_labels_as_they_are()
    {
        await using var page = await LabelPage.StartAsync();
        var revision = (string)(await page.GetAsync("/api/pictures/0/labels"))["revision"]!;
        await page.SaveAsync(0, LabelPage.Box("pin", 10, 20, 30, 40));
        var (status, problem) = await page.SendAsync(
            HttpMethod.Put, "/api/pictures/0/labels", new { revision, labelled = true, boxes = new[] { LabelPage.Box("pad", 1, 2, 3, 4) } });
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("pin", (string)problem!["current"]!["boxes"]![0]!["class"]!);
        Assert.Equal(409, (int)problem["status"]!);
        Assert.Contains("<name>pin</name>", File.ReadAllText(Path.Combine(page.Folder, "p00.xml")), StringComparison.Ordinal);
    }

    // Of many windows that save at the same moment on the same revision, one wins and the others are told.
    [Fact]
    public async Task One_of_many_simultaneous_saves_wins()
    {
        await using var page = await LabelPage.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(k => page.SendAsync(
            HttpMethod.Put, "/api/pictures/0/labels", new { revision = "none", labelled = true, boxes = new[] { LabelPage.Box("pin", k, 2, k + 3, 4) } })));
        Assert.Single(answers, static a => a.Status == HttpStatusCode.OK);
        Assert.Equal(11, answers.Count(static a => a.Status == HttpStatusCode.Conflict));
        Assert.Single((await page.GetAsync("/api/pictures/0/labels"))["boxes"]!.AsArray());
    }

    [Fact]
    public async Task Classes_are_added_and_renamed_whatever_their_names()
    {
        await using var page = await LabelPage.StartAsync();
        const string Evil = "<img src=x onerror=alert(1)>";
        Assert.Equal(HttpStatusCode.OK, (await page.SendAsync(HttpMethod.Post, "/api/classes", new { name = Evil })).Status);
        await page.SaveAsync(0, LabelPage.Box(Evil, 1, 2, 30, 40));
        var (status, classes) = await page.SendAsync(HttpMethod.Post, "/api/classes/rename", new { from = Evil, to = "harmless" });
        Assert.Equal((HttpStatusCode.OK, "[\"pin\",\"pad\",\"harmless\"]"), (status, classes!.ToJsonString()));
        Assert.Equal("harmless", (string)(await page.GetAsync("/api/pictures/0/labels"))["boxes"]![0]!["class"]!);
        var (wrong, problem) = await page.SendAsync(HttpMethod.Post, "/api/classes", new { name = "pin" });
        Assert.Equal((HttpStatusCode.BadRequest, "There is a class 'pin' already."), (wrong, (string)problem!["detail"]!));
    }

    [Fact]
    public async Task Pictures_come_with_their_type_and_only_pictures_come()
    {
        await using var page = await LabelPage.StartAsync(prepare: static folder =>
        {
            File.WriteAllText(Path.Combine(folder, "secret.txt"), "secret");
            File.WriteAllText(Path.Combine(folder, "q.jpg"), "<html>not a picture</html>");
        });
        using var answer = await page.Client.GetAsync(page.Url + "/api/pictures/0/file");
        Assert.Equal(("image/png", "nosniff"), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal(File.ReadAllBytes(Path.Combine(page.Folder, "p00.png")), await answer.Content.ReadAsByteArrayAsync());
        using var wrong = await page.Client.GetAsync(page.Url + "/api/pictures/3/file");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.NotNull((string?)(await page.GetAsync("/api/project"))["pictures"]![3]!["problem"]);
    }

    [Theory]
    [InlineData("/api/pictures/3/file")]
    [InlineData("/api/pictures/-1/labels")]
    [InlineData("/api/pictures/99999999999999999999/labels")]
    [InlineData("/api/pictures/..%2f..%2fetc%2fpasswd/file")]
    [InlineData("/api/pictures/0/file/../../../../../etc/passwd")]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/Page/index.html")]
    [InlineData("/p00.png")]
    public async Task There_is_no_way_out_of_the_folder(string path)
    {
        await using var page = await LabelPage.StartAsync();
        using var answer = await page.Client.GetAsync(page.Url + path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("root:", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // A data set may name any file as its picture.
    [LinuxFact]
    public async Task A_data_set_that_names_another_file_gets_nothing_of_it()
    {
        await using var page = await LabelPage.StartAsync(editing: new(), prepare: static folder => File.WriteAllText(
            Path.Combine(folder, "instances.json"),
            """{"images":[{"id":1,"file_name":"/etc/passwd"},{"id":2,"file_name":"p00.png"}],"annotations":[],"categories":[{"id":1,"name":"pin"}]}"""));
        using var answer = await page.Client.GetAsync(page.Url + "/api/pictures/0/file");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.DoesNotContain("root:", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"revision":"none","labelled":true,"boxes":[{"class":"pin","x1":5,"y1":5,"x2":5,"y2":9}]}""", 400)]
    [InlineData("""{"revision":"none","labelled":true,"boxes":[{"class":"nobody","x1":1,"y1":5,"x2":5,"y2":9}]}""", 400)]
    [InlineData("""{"revision":"none","labelled":true,"boxes":[{"class":"pin","x1":1e300,"y1":5,"x2":1e308,"y2":9}]}""", 400)]
    [InlineData("""{"revision":"none","labelled":true,"boxes":[null]}""", 400)]
    [InlineData("""{"revision":"none","labelled":true,"boxes":[{"x1":1}]}""", 400)]
    [InlineData("""{"revision":"none","labelled":true}""", 400)]
    [InlineData("""{"labelled":true,"boxes":[]}""", 400)]
    [InlineData("""{"revision":"none","revision":"x","labelled":true,"boxes":[]}""", 400)]
    [InlineData("""[]""", 400)]
    [InlineData("""null""", 400)]
    [InlineData("""{""", 400)]
    [InlineData("", 400)]
    public async Task Wrong_saves_are_refused_in_one_sentence(string body, int status)
    {
        await using var page = await LabelPage.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, page.Url + "/api/pictures/0/labels") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Gannet-Token", page.Token);
        using var answer = await page.Client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        var problem = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.DoesNotContain("System.", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(page.Folder, "p00.xml")));
    }

    [Fact]
    public async Task What_is_too_large_or_no_JSON_is_refused()
    {
        await using var page = await LabelPage.StartAsync();
        foreach (var (content, status) in ((HttpContent, int)[])[(new StringContent(new string(' ', 5_000_000), Encoding.UTF8, "application/json"), 413), (new StringContent("{}", Encoding.UTF8, "text/plain"), 415)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, page.Url + "/api/pictures/0/labels") { Content = content };
            request.Headers.Add("X-Gannet-Token", page.Token);
            request.Headers.ExpectContinue = true; // the server closes the connection on whoever sends too much
            using var answer = await page.Client.SendAsync(request);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }
}
