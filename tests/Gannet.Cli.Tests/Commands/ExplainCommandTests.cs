using System.Text.Json;
using Gannet.Detection;
using Gannet.Detection.Models;

namespace Gannet.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class ExplainCommandTests(TrainedRun trained)
{
    private string Picture => Directory.GetFiles(Path.Combine(trained.Data, "images", "val"), "*.png").Order().First();

    [Fact]
    public async Task The_detections_are_those_of_detect()
    {
        using var folder = new TemporaryFolder();
        var detect = await CommandRun.Of("detect", Picture, "--model", trained.Model, "--score", "0.06", "--json", "-");
        var explain = await CommandRun.Of("explain", Picture, "--model", trained.Model, "--score", "0.06", "--steps", "2", "--data", trained.Data, "--json", "-", "--out", folder.Path);
        Assert.True(explain.Code == 0, explain.Error);
        using JsonDocument expected = JsonDocument.Parse(detect.Output), explained = JsonDocument.Parse(explain.Output);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, explained.RootElement.GetProperty("detections")), explain.Output);
        Assert.Equal(explain.Output, File.ReadAllText(folder.File("explain.json")));

        var objects = explained.RootElement.GetProperty("objects");
        Assert.NotEqual(0, objects.GetArrayLength());
        Assert.All(objects.EnumerateArray(), static o => Assert.NotEqual("", o.GetProperty("how").GetString()));
        var matching = explained.RootElement.GetProperty("anchorMatching");
        Assert.Equal(
            explained.RootElement.GetProperty("anchorsPerLevel").EnumerateArray().Sum(static size => size.GetInt32()),
            new[] { "foreground", "background", "ignored" }.Sum(name => matching.GetProperty(name).GetInt32()));
        var page = File.ReadAllText(folder.File("index.html"));
        foreach (var section in (string[])["Detections", "Objects", "1. Input", "2. Feature levels", "3. Anchors", "4. Proposals", "5. Regions", "6. Classes"])
            Assert.Contains($"<h2>{section}</h2>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(?!data:|#)", page);
    }

    [Theory]
    [InlineData("faster-rcnn-resnet18-c4", "pooled features")]
    [InlineData("faster-rcnn-vgg16", "pooled features")]
    [InlineData("rfcn-resnet50", "vote maps of")]
    [InlineData("rpn-resnet50", "There is no second stage")]
    [InlineData("cascade-rcnn-resnet18-fpn", "stage of the cascade")]
    [InlineData("mask-rcnn-resnet50-fpn", "pooled features")]
    public async Task Every_system_is_explained_with_what_only_it_has(string preset, string own)
    {
        using var folder = new TemporaryFolder();
        var options = Presets.Get(preset, "transform.min_size=96", "transform.max_size=128", "head.width=32", "proposals.after_nms=40");
        using (var detector = Detector.Compose(options, ["a", "b"], preset)) detector.Save(folder.File("model.safetensors"));
        string[] common = [Picture, "--model", folder.File("model.safetensors"), "--score", "0", "--json", "-"];
        var explain = await CommandRun.Of(["explain", .. common, "--steps", "0", "--out", folder.File("out")]);
        Assert.True(explain.Code == 0, explain.Error);
        Assert.Contains(own, File.ReadAllText(folder.File("out/index.html")), StringComparison.Ordinal);
        using JsonDocument expected = JsonDocument.Parse((await CommandRun.Of(["detect", .. common])).Output), explained = JsonDocument.Parse(explain.Output);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, explained.RootElement.GetProperty("detections")));
        Assert.NotEqual(0, expected.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_name_with_markup_in_it_does_no_harm()
    {
        using var folder = new TemporaryFolder();
        var picture = folder.File("<script>alert(1)<&.png");
        File.Copy(Picture, picture);
        var run = await CommandRun.Of("explain", picture, "--model", trained.Model, "--steps", "0", "--out", folder.File("out"));
        Assert.True(run.Code == 0, run.Error);
        var page = File.ReadAllText(folder.File("out/index.html"));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_input_is_one_line()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Picture, folder.File("other.png"));
        string[] start = ["explain", "--model", trained.Model, "--out", folder.File("out")];
        (await CommandRun.Of([.. start, folder.File("none.png")])).OneLineOfWrongInput("There is no picture", "none.png");
        (await CommandRun.Of([.. start, Picture, "--truth", folder.File("none.json")])).OneLineOfWrongInput("none.json");
        (await CommandRun.Of([.. start, folder.File("other.png"), "--data", trained.Data])).OneLineOfWrongInput("there is no picture 'other.png'");
        (await CommandRun.Of([.. start, Picture, "--data", trained.Data, "--truth", trained.Data])).OneLineOfWrongInput("either --truth or --data");
        (await CommandRun.Of([.. start, Picture, "--detection", "9999"])).OneLineOfWrongInput("--detection 9999");
        (await CommandRun.Of([.. start, Picture, "--steps", "-1"])).OneLineOfWrongInput("--steps");
        (await CommandRun.Of("explain", Picture, "--model", "a.onnx", "--out", folder.File("out"))).OneLineOfWrongInput("ONNX graph");
        Assert.False(Directory.Exists(folder.File("out")));
    }
}
