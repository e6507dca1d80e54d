using Gannet.Detection;
using Gannet.Imaging.Codecs;

namespace Gannet.Serving.Tests.Detections;

[Collection(TorchTests.Name)]
public class DetectionServiceTests(SmallModel small)
{
    [Fact]
    public async Task The_service_finds_what_the_detector_finds()
    {
        var picture = TestService.Picture(120, 90);
        using var detector = Detector.Load(small.Path);
        var expected = detector.Detect(ImageDecoder.Decode(picture, "picture"), score: 0);
        await using var service = await TestService.StartAsync(options => options.Models.Add(small.Path));

        var rows = (await service.DetectedAsync(picture, "?score=0"))["detections"]!.AsArray();

        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Select(static d => (d.Class, d.Score, d.Box.X1, d.Box.Y1, d.Box.Width, d.Box.Height)),
            rows.Select(static row => ((string?)row!["category"], (float)row["score"]!, (float)row["bbox"]![0]!, (float)row["bbox"]![1]!, (float)row["bbox"]![2]!, (float)row["bbox"]![3]!)));
    }

    // Inputs are made in the memory of earlier ones, which were larger.
    [Fact]
    public async Task What_was_in_its_memory_before_does_not_show()
    {
        await using var service = await TestService.StartAsync(options => options.Models.Add(small.Path));
        var (large, narrow) = (TestService.Picture(120, 90), TestService.Picture(60, 200, seed: 2));
        var first = Scores(await service.DetectedAsync(narrow, "?score=0"));
        for (var k = 0; k < 3; k++) await service.DetectedAsync(large);

        Assert.Equal(first, Scores(await service.DetectedAsync(narrow, "?score=0")));
    }

    // A batch has the arithmetic of its own size: the last bits may differ.
    [Fact]
    public async Task A_batch_finds_in_each_picture_what_is_found_alone()
    {
        await using var service = await TestService.StartAsync(options =>
        {
            options.Models.Add(small.Path);
            options.MaxWait = TimeSpan.FromSeconds(1);
        });
        byte[][] pictures = [.. Enumerable.Range(0, 8).Select(static seed => TestService.Picture(120, 90, seed: seed))];
        var alone = new List<double[]>();
        foreach (var picture in pictures) alone.Add(Scores(await service.DetectedAsync(picture, "?score=0")));

        var together = await Task.WhenAll(pictures.Select(picture => service.DetectedAsync(picture, "?score=0")));

        for (var k = 0; k < pictures.Length; k++) Assert.Equal(alone[k], Scores(together[k]), static (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5000, 1)]
    [InlineData(1, 5000)]
    public async Task Pictures_of_odd_shapes_are_looked_at(int width, int height)
    {
        await using var service = await TestService.StartAsync(options => options.Models.Add(small.Path));
        Assert.Equal(width, (int)(await service.DetectedAsync(TestService.Picture(width, height)))["picture"]!["width"]!);
    }

    [Fact]
    public async Task What_no_memory_holds_is_refused()
    {
        using var folder = new TemporaryFolder();
        SmallModel.Write(folder.File("crop.safetensors"), seed: 1, "transform.mode=crop", "transform.min_size=800", "transform.max_size=800");
        await using var service = await TestService.StartAsync(options => options.Models.Add(folder.File("crop.safetensors")));

        using var response = await service.DetectAsync(TestService.Picture(200_000, 1));

        Assert.Contains("200000 × 1", await TestService.ProblemOf(response, 422), StringComparison.Ordinal);
    }

    private static double[] Scores(System.Text.Json.Nodes.JsonNode answer) => [.. answer["detections"]!.AsArray().Select(static row => (double)row!["score"]!)];
}
