using System.Text.Json;
using System.Text.Json.Nodes;
using Gannet.Datasets.Reading;

namespace Gannet.Cli.Tests.Commands;

/// <summary><c>evaluate --model</c>.</summary>
[Collection(TorchTests.Name)]
public sealed class EvaluateCommandModelTests(TrainedRun trained)
{
    [Fact]
    public async Task A_model_is_scored_and_its_saved_detections_score_the_same()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(
            "evaluate", "--model", trained.Model, "--data", trained.Data, "--split", "val", "--json", folder.File("scores.json"),
            "--report", folder.File("report"), "--save-detections", folder.File("found.json"));
        Assert.True(run.Code == 0, run.Error);
        Assert.Matches(@"^2 pictures, \d+ boxes", run.Output);
        Assert.Matches(@"\nspiky cell +-?\d", run.Output);
        var page = File.ReadAllText(folder.File("report/index.html"));
        Assert.Contains("<image id=\"picture0\" href=\"data:image/jpeg;base64,", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Preset</dt>", page, StringComparison.Ordinal);
        Assert.Equal(["index.html", "report.json", "report.md"], Directory.GetFiles(folder.File("report")).Select(Path.GetFileName).Order());

        var again = await CommandRun.Of(
            "evaluate", "--detections", folder.File("found.json"), "--data", trained.Data, "--split", "val", "--json", "-");
        Assert.True(again.Code == 0, again.Error);
        using var first = JsonDocument.Parse(File.ReadAllText(folder.File("scores.json")));
        using var second = JsonDocument.Parse(again.Output);
        foreach (var number in first.RootElement.EnumerateObject().Where(static p => p.Value.ValueKind == JsonValueKind.Number))
            Assert.Equal(number.Value.GetDouble(), second.RootElement.GetProperty(number.Name).GetDouble(), 1e-6);
        using var found = JsonDocument.Parse(File.ReadAllText(folder.File("found.json")));
        Assert.True(found.RootElement.GetArrayLength() > 0);
        Assert.All(found.RootElement.EnumerateArray(), static row => Assert.StartsWith("val-0000", row.GetProperty("file_name").GetString()));
    }

    [Fact]
    public async Task By_default_what_a_training_does_not_learn_is_scored_and_said()
    {
        var run = await CommandRun.Of("evaluate", "--model", trained.Model, "--data", trained.Data);
        Assert.StartsWith("2 pictures, ", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("Scoring split 'val', which training does not use; --split all scores every picture.\n", run.Error, StringComparison.Ordinal);

        var fifth = await CommandRun.Of("evaluate", "--model", trained.Model, "--data", Path.Combine(trained.Data, "annotations", "instances_train.json"),
            "--images", Path.Combine(trained.Data, "images", "train"), "--split", "held-out");
        Assert.StartsWith("1 pictures, ", fifth.Output, StringComparison.Ordinal);
        Assert.StartsWith("Scoring every fifth picture, which training holds out", fifth.Error, StringComparison.Ordinal);

        var all = await CommandRun.Of("evaluate", "--model", trained.Model, "--data", trained.Data, "--split", "all");
        Assert.StartsWith("8 pictures, ", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_vanished_after_it_was_listed_is_left_out_and_strict_refuses_it()
    {
        using var folder = new TemporaryFolder();
        await CommandRun.Of("data", "convert", "--data", trained.Data, "--split", "val", "--out", folder.File("d"), "--format", "voc");
        var picture = Directory.GetFiles(folder.File("d"), "*.png", SearchOption.AllDirectories).Order().First();
        // The header and the length are valid, but the picture is not; the check before the first picture cannot see this.
        var bytes = File.ReadAllBytes(picture);
        bytes.AsSpan(bytes.Length / 2, 64).Clear();
        File.WriteAllBytes(picture, bytes);

        var run = await CommandRun.Of("evaluate", "--model", trained.Model, "--data", folder.File("d"));
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains(Path.GetFileName(picture), run.Error, StringComparison.Ordinal);
        Assert.StartsWith("1 pictures, ", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.Of("evaluate", "--model", trained.Model, "--data", folder.File("d"), "--strict")).Code);
    }

    [Fact]
    public async Task Data_with_a_class_the_model_does_not_know_are_refused_with_both_names()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        var run = await CommandRun.Of("evaluate", "--model", trained.Model, "--data", folder.Path);
        run.OneLineOfWrongInput("has objects of 'cell'", "model.safetensors does not know; its classes are 'red cell', 'white cell'");
    }

    [Fact]
    public async Task Classes_in_another_order_score_the_same()
    {
        using var folder = new TemporaryFolder();
        var (file, target) = (Path.Combine(trained.Data, "annotations", "instances_val.json"), folder.File("turned.json"));
        var turned = JsonNode.Parse(File.ReadAllText(file))!;
        foreach (var category in turned["categories"]!.AsArray()) category!["id"] = 6 - (int)category["id"]!;
        foreach (var mark in turned["annotations"]!.AsArray()) mark!["category_id"] = 6 - (int)mark["category_id"]!;
        File.WriteAllText(target, turned.ToJsonString());

        string[] images = ["--images", Path.Combine(trained.Data, "images", "val"), "--json", "-"];
        Assert.NotEqual(DatasetReader.Read(file, new() { RequireImages = false }).Dataset.Classes,
            DatasetReader.Read(target, new() { RequireImages = false }).Dataset.Classes);
        var straight = await CommandRun.Of(["evaluate", "--model", trained.Model, "--data", file, .. images]);
        var other = await CommandRun.Of(["evaluate", "--model", trained.Model, "--data", target, .. images]);
        Assert.True(straight.Code == 0, straight.Error);
        Assert.Equal(straight.Output, other.Output);
    }

    [Fact]
    public async Task A_damaged_picture_is_left_out_and_named_and_strict_refuses_it()
    {
        using var folder = new TemporaryFolder();
        await CommandRun.Of("data", "convert", "--data", trained.Data, "--split", "val", "--out", folder.File("d"), "--format", "voc");
        var picture = Directory.GetFiles(folder.File("d"), "*.png", SearchOption.AllDirectories).Order().First();
        File.WriteAllBytes(picture, File.ReadAllBytes(picture)[..100]);

        var run = await CommandRun.Of("evaluate", "--model", trained.Model, "--data", folder.File("d"));
        Assert.Equal(0, run.Code);
        Assert.Contains("1 bad record is left out", run.Error, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(picture), run.Error, StringComparison.Ordinal);
        Assert.StartsWith("1 pictures, ", run.Output, StringComparison.Ordinal);

        var strict = await CommandRun.Of("evaluate", "--model", trained.Model, "--data", folder.File("d"), "--strict");
        strict.OneLineOfWrongInput(Path.GetFileName(picture));
    }

    [Theory]
    [InlineData("Name what to score", "--data", "x")]
    [InlineData("not both", "--data", "x", "--model", "m", "--detections", "d")]
    [InlineData("--compare needs --report", "--data", "x", "--detections", "d", "--compare", "r")]
    [InlineData("no-such.json: there is no such file", "--data", "x", "--detections", "d", "--report", "r", "--compare", "no-such.json")]
    [InlineData("needs --model", "--data", "x", "--detections", "d", "--save-detections", "r")]
    [InlineData("--iou needs --detections", "--data", "x", "--model", "m", "--iou", "segm")]
    [InlineData("--data", "--model", "m")]
    [InlineData("no-such.safetensors", "--data", "x", "--model", "no-such.safetensors")]
    public async Task Wrong_usage_is_one_line(string words, params string[] arguments) =>
        (await CommandRun.Of(["evaluate", .. arguments])).OneLineOfWrongInput(words);
}
