using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;
using Gannet.Masks;

namespace Gannet.Serving.Tests.Detections;

public class DetectEndpointTests
{
    private static readonly byte[] s_picture = TestService.Picture(40, 30);

    [Fact]
    public async Task The_answer_has_rows_as_those_of_detect_and_says_where_they_come_from()
    {
        await using var service = await TestService.StartAsync(new FakeModel());

        var answer = await service.DetectedAsync(s_picture);

        Assert.Equal("fake", (string)answer["model"]!["name"]!);
        Assert.Equal(service.Catalog.Get("fake").Version, (string)answer["model"]!["version"]!);
        Assert.Equal((40, 30), ((int)answer["picture"]!["width"]!, (int)answer["picture"]!["height"]!));
        Assert.Equal(["cell", "<img src=x onerror=alert(1)>"], answer["classes"]!.AsArray().Select(static name => (string)name!));
        Assert.Equal(
            """[{"category_id":1,"category":"cell","bbox":[0,0,20,15],"score":0.9},{"category_id":2,"category":"<img src=x onerror=alert(1)>","bbox":[10,7.5,30,22.5],"score":0.6}]""",
            Rows(answer));
        Assert.Equal(1, (int)answer["batch"]!);
        Assert.All((string[])["decode", "wait", "detect", "total"], name => Assert.True((double)answer["milliseconds"]![name]! >= 0));
    }

    [Theory]
    [InlineData("?score=0", 3)]
    [InlineData("?score=0.6", 2)]
    [InlineData("?score=0.7", 1)]
    [InlineData("?score=1&model=fake", 0)]
    public async Task The_score_chooses(string query, int count)
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        Assert.Equal(count, (await service.DetectedAsync(s_picture, query))["detections"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("picture", null)]
    [InlineData("anything", "photo.png")]
    public async Task A_form_is_as_good_as_a_body(string field, string? file)
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        using var form = new MultipartFormDataContent { { new StringContent("a note"), "note" } };
        var part = new ByteArrayContent(s_picture);
        if (file is null) form.Add(part, field);
        else form.Add(part, field, file);

        using var response = await service.Client.PostAsync("/v1/detect", form);

        Assert.Equal(2, (await TestService.JsonOf(response))["detections"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg, "true", ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png, "true", ImageFormat.Png)]
    [InlineData(ImageFormat.Bmp, "true", ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg, "png", ImageFormat.Png)]
    [InlineData(ImageFormat.Png, "jpeg", ImageFormat.Jpeg)]
    public async Task The_picture_can_be_drawn(ImageFormat sent, string draw, ImageFormat wanted)
    {
        await using var service = await TestService.StartAsync(new FakeModel { HasMasks = true });

        using var response = await service.DetectAsync(TestService.Picture(120, 90, sent), $"?draw={draw}");

        Assert.Equal(wanted == ImageFormat.Png ? "image/png" : "image/jpeg", response.Content.Headers.ContentType!.MediaType);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(wanted, ImageHeader.Parse(bytes, "drawn").Format);
        Assert.Equal(120, ImageDecoder.Decode(bytes, "drawn").Width);
    }

    [Fact]
    public async Task Masks_are_run_lengths_of_COCO()
    {
        await using var service = await TestService.StartAsync(new FakeModel { HasMasks = true });

        var mask = (await service.DetectedAsync(s_picture))["detections"]![0]!["segmentation"]!;

        Assert.Equal([30, 40], mask["size"]!.AsArray().Select(static n => (int)n!));
        Assert.Equal(40 * 30 / 2, RunLengthMask.From(new(30, 40, [], (string)mask["counts"]!)).Area);
    }

    [Theory]
    [InlineData("?score=2", "'score'")]
    [InlineData("?score=NaN", "'score'")]
    [InlineData("?score=", "'score'")]
    [InlineData("?draw=maybe", "'draw'")]
    [InlineData("?scoer=1", "'scoer'")]
    [InlineData("?score=1&score=0", "more than once")]
    public async Task A_wrong_query_is_400(string query, string words)
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        Assert.Contains(words, await TestService.ProblemOf(await service.DetectAsync(s_picture, query), 400), StringComparison.Ordinal);
    }

    public static TheoryData<int, string, byte[]> WrongBodies => new()
    {
        { 400, "empty", [] },
        { 415, "not a picture", "hello"u8.ToArray() },
        { 422, "cut off", s_picture[..^20] },
        { 413, "pixels", TestService.Picture(101, 100) },
        { 413, "bytes", new byte[100_001] },
    };

    [Theory]
    [MemberData(nameof(WrongBodies), DisableDiscoveryEnumeration = true)]
    public async Task A_wrong_body_is_refused_with_the_reason(int status, string words, byte[] body)
    {
        await using var service = await TestService.StartAsync(new FakeModel(), static options => (options.MaxPixels, options.MaxBodyBytes) = (10_000, 100_000));
        Assert.Contains(words, await TestService.ProblemOf(await service.DetectAsync(body), status), StringComparison.Ordinal);
        Assert.Equal(0, service.Catalog.Get("fake").Queue.Places);
    }

    // The length is not told in advance. Not much more than allowed: the server need not read all of a larger one, and closes the connection.
    [Fact]
    public async Task A_body_without_a_length_is_cut_off_at_the_limit()
    {
        await using var service = await TestService.StartAsync(new FakeModel(), static options => options.MaxBodyBytes = 100_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/detect") { Content = new StreamContent(new MemoryStream(new byte[100_100])) };
        request.Headers.TransferEncodingChunked = true;

        await TestService.ProblemOf(await service.Client.SendAsync(request), 413);
    }

    [Fact]
    public async Task A_compressed_body_is_415()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(s_picture);
        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentEncoding = { "gzip" } } };

        await TestService.ProblemOf(await service.Client.PostAsync("/v1/detect", content), 415);
    }

    [Fact]
    public async Task An_unknown_model_is_404_and_an_unnamed_one_of_several_400()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["a", "b"]) File.WriteAllText(folder.File($"{name}.safetensors"), name);
        await using var service = await TestService.StartAsync(new FakeModel(), options => options.ModelFolder = folder.Path);

        Assert.Contains("'c'", await TestService.ProblemOf(await service.DetectAsync(s_picture, "?model=c"), 404), StringComparison.Ordinal);
        await TestService.ProblemOf(await service.DetectAsync(s_picture, "?model=../a"), 404);
        Assert.Contains("2 models", await TestService.ProblemOf(await service.DetectAsync(s_picture), 400), StringComparison.Ordinal);
        Assert.Equal("b", (string)(await service.DetectedAsync(s_picture, "?model=b"))["model"]!["name"]!);
        var list = await TestService.JsonOf(await service.Client.GetAsync("/v1/models"));
        Assert.Equal(["a", "b"], list["models"]!.AsArray().Select(static model => (string)model!["name"]!));
        Assert.Equal(0.5, (double)list["score"]!);
    }

    [Theory]
    [InlineData("/v1/detect", 405)]
    [InlineData("/v1/nothing", 404)]
    [InlineData("/v1/../../etc/passwd", 404)]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd", 404)]
    public async Task What_no_route_answers_is_problem_details_too(string path, int status)
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } } };
        using var response = await service.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private static string Rows(JsonNode answer) => answer["detections"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
