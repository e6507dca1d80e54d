using System.Text.Json;
using Gannet.Detection;
using Gannet.Detection.Models;

namespace Gannet.Cli.Tests.Options;

/// <summary><c>--tta</c> and <c>--tiles</c> of <c>detect</c> and <c>evaluate</c>.</summary>
[Collection(TorchTests.Name)]
public sealed class ViewOptionsTests(TrainedRun trained)
{
    [Theory]
    [InlineData("--tta", "flip")]
    [InlineData("--tta", "flip,0.8,1.25")]
    [InlineData("--tta", "1.5")]
    [InlineData("--tiles", "64")]
    [InlineData("--tiles", "64", "--tile-overlap", "0.5", "--tiles-only")]
    [InlineData("--tiles", "96", "--tta", "flip")]
    public async Task More_views_find_other_things_inside_the_picture(params string[] options)
    {
        var picture = Directory.GetFiles(Path.Combine(trained.Data, "images", "val"), "*.png").Order().First();
        string[] command = ["detect", picture, "--model", trained.Model, "--score", "0", "--json", "-"];
        var (plain, merged) = (await CommandRun.Of(command), await CommandRun.Of([.. command, .. options]));
        Assert.True(merged.Code == 0, merged.Error);
        Assert.NotEqual(plain.Output, merged.Output);
        using var json = JsonDocument.Parse(merged.Output);
        Assert.NotEmpty(json.RootElement.EnumerateArray());
        Assert.All(json.RootElement.EnumerateArray().Select(static row => row.GetProperty("bbox").EnumerateArray().Select(static n => n.GetDouble()).ToArray()), static box =>
        {
            Assert.InRange(box[0], -.01, 128);
            Assert.InRange(box[0] + box[2], 0, 128.01);
            Assert.InRange(box[1] + box[3], 0, 128.01);
        });
    }

    [Fact]
    public async Task A_tile_as_large_as_the_picture_changes_nothing()
    {
        var picture = Directory.GetFiles(Path.Combine(trained.Data, "images", "val"), "*.png").Order().First();
        string[] command = ["detect", picture, "--model", trained.Model, "--score", "0", "--json", "-"];
        Assert.Equal((await CommandRun.Of(command)).Output, (await CommandRun.Of([.. command, "--tiles", "128"])).Output);
    }

    [Theory]
    [InlineData("--tta", "flip,1.25")]
    [InlineData("--tiles", "64")]
    public async Task Scores_are_those_of_what_detect_finds(params string[] options)
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(
            ["evaluate", "--model", trained.Model, "--data", trained.Data, "--split", "val", "--save-detections", folder.File("scored.json"),
            "--report", folder.File("report"), .. options]);
        Assert.True(run.Code == 0, run.Error);
        Assert.Matches(@"^2 pictures, \d+ boxes", run.Output);
        Assert.Contains($"{string.Join(' ', options)}<", File.ReadAllText(folder.File("report/index.html")), StringComparison.Ordinal);
        var detected = await CommandRun.Of(
            ["detect", Path.Combine(trained.Data, "images", "val"), "--model", trained.Model, "--score", "0", "--json", "-", .. options]);
        using var scored = JsonDocument.Parse(File.ReadAllText(folder.File("scored.json")));
        using var found = JsonDocument.Parse(detected.Output);
        Assert.NotEmpty(Scores(found));
        Assert.Equal(Scores(found), Scores(scored));
    }

    [Theory]
    [InlineData("--tta mirror: give flip, sizes relative to the model's from 0.1 to 4, or both, such as flip,0.8,1.25.", "--tta", "mirror")]
    [InlineData("--tta flip,: give flip", "--tta", "flip,")]
    [InlineData("--tta 5: give flip", "--tta", "5")]
    [InlineData("--tta 1: give flip", "--tta", "1")]
    [InlineData("--tta -1: give flip", "--tta", "-1")]
    [InlineData("--tiles 31: the side of a tile must be from 32 to 16384 pixels, or 0 for none.", "--tiles", "31")]
    [InlineData("--tiles", "--tiles", "many")]
    [InlineData("--tile-overlap must be from 0 to 0.9.", "--tiles", "64", "--tile-overlap", "1")]
    [InlineData("--tile-overlap must be from 0 to 0.9.", "--tiles", "64", "--tile-overlap", "nan")]
    [InlineData("--tile-overlap needs --tiles N.", "--tile-overlap", "0.2")]
    [InlineData("--tiles-only needs --tiles N.", "--tiles-only")]
    [InlineData("--tta does not go with --regions", "--tta", "flip", "--regions", "x.json")]
    public async Task Wrong_values_are_one_line(string words, params string[] options)
    {
        var picture = Directory.GetFiles(Path.Combine(trained.Data, "images", "val"), "*.png")[0];
        (await CommandRun.Of(["detect", picture, "--model", "not-read-yet", .. options])).OneLineOfWrongInput(words);
    }

    [Fact]
    public async Task A_results_file_and_an_onnx_graph_have_no_views()
    {
        (await CommandRun.Of("evaluate", "--data", "x", "--model", "not-read-yet", "--tiles", "5")).OneLineOfWrongInput("--tiles 5: the side of a tile");
        (await CommandRun.Of("evaluate", "--data", "x", "--detections", "d", "--tta", "flip")).OneLineOfWrongInput("--tta needs --model");
        (await CommandRun.Of("detect", trained.Data, "--model", "m.onnx", "--tiles", "64")).OneLineOfWrongInput("--tiles is for Gannet's own model files");
        (await CommandRun.Of("evaluate", "--data", "x", "--model", "m.onnx", "--tta", "flip")).OneLineOfWrongInput("--tta is for Gannet's own model files");
    }

    [Fact]
    public async Task A_model_with_masks_is_refused()
    {
        using var folder = new TemporaryFolder();
        var model = folder.File("masks.safetensors");
        using (var detector = new Detector(Presets.Get("faster-rcnn-resnet18-fpn", "neck.channels=16", "head.width=16", "masks.size=14", "masks.channels=8"), ["a"]))
            detector.Save(model);
        (await CommandRun.Of("detect", trained.Data, "--model", model, "--tta", "flip")).OneLineOfWrongInput("--tta: the model has masks, which cannot be merged");
        (await CommandRun.Of("detect", trained.Data, "--model", model, "--tiles", "64")).OneLineOfWrongInput("--tiles: the model has masks, which cannot be merged");
    }

    private static List<double> Scores(JsonDocument results) =>
        [.. results.RootElement.EnumerateArray().Select(static row => row.GetProperty("score").GetDouble())];
}
