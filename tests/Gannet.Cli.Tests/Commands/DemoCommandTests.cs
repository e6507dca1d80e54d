using System.Text.Json;
using Gannet.Cli.Commands;
using Gannet.Cli.Demo;

namespace Gannet.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class DemoCommandTests
{
    // The real demo trains for minutes; this one takes the same path with the smallest possible pictures and network.
    private static readonly DemoRecipe s_small = new()
    {
        Settings = ["transform.min_size=64", "transform.max_size=64", "neck.channels=16", "head.width=32", "proposals.after_nms=32"],
        Data = new() { Fields = new() { Width = 128, Height = 128, MinCorpuscles = 20, MaxCorpuscles = 30 }, Images = 4, Validation = 2 },
        Training = new DemoRecipe().Training with { BatchSize = 2, Epochs = 1 },
    };

    [Fact]
    public async Task It_makes_trains_scores_and_draws_and_may_be_run_again()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("demo");
        var (code, output, error) = await Run(path, "--max-steps", "2");
        Assert.True(code == 0, error);
        Assert.StartsWith("2 pictures, ", output, StringComparison.Ordinal);
        Assert.Contains("AP   IoU .50", output, StringComparison.Ordinal);
        foreach (var words in (string[])["train: 4 pictures", "step 2/2", "index.html", "data check", "gannet train --data", "gannet detect --model"])
            Assert.Contains(words, error, StringComparison.Ordinal);
        string[] files =
        [
            "data/annotations/instances_train.json", "data/annotations/instances_val.json", "model.safetensors", "metrics.jsonl",
            "report/index.html", "report/examples/2.jpg", "detections/val-00000.jpg", "detections/val-00001.jpg", "detections/detections.json",
        ];
        foreach (var file in files) Assert.True(File.Exists(Path.Combine(path, file)), file);
        using var scores = JsonDocument.Parse(File.ReadAllText(Path.Combine(path, "evaluation.json")));
        Assert.Equal(2, scores.RootElement.GetProperty("images").GetInt32());

        // Another seed makes other pictures, and none of the first ones are left.
        File.WriteAllText(Path.Combine(path, "detections", "stale.jpg"), "");
        var before = File.ReadAllBytes(Path.Combine(path, "data", "images", "val", "val-00000.png"));
        (code, _, error) = await Run(path, "--seed", "9", "--max-steps", "1");
        Assert.True(code == 0, error);
        Assert.NotEqual(before, File.ReadAllBytes(Path.Combine(path, "data", "images", "val", "val-00000.png")));
        Assert.False(File.Exists(Path.Combine(path, "detections", "stale.jpg")));
        Assert.Equal(2, File.ReadLines(Path.Combine(path, "metrics.jsonl")).Count());
    }

    [Fact]
    public async Task An_interrupt_leaves_a_checkpoint()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        using var error = new WatchedWriter("step 1/", stop.Cancel);
        var command = new DemoCommand(new CommandContext(TextWriter.Null, error), s_small);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.Parse(["--out", folder.File("demo"), "--max-steps", "2"])
            .InvokeAsync(new() { EnableDefaultExceptionHandler = false }, stop.Token));
        Assert.True(File.Exists(folder.File("demo/checkpoint/checkpoint.safetensors")));
        Assert.False(File.Exists(folder.File("demo/last.safetensors")));
    }

    [Fact]
    public async Task A_folder_of_something_else_is_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("data"));
        File.WriteAllText(folder.File("data/mine.txt"), "mine");
        (await CommandRun.Of("demo", "--out", folder.Path)).OneLineOfWrongInput("holds files that are not from a demo");
        (await CommandRun.Of("demo", "--out", folder.File("data/mine.txt"))).OneLineOfWrongInput("is a file");
        Assert.Equal("mine", File.ReadAllText(folder.File("data/mine.txt")));
        Assert.Equal([folder.File("data")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_number_of_steps_below_one_is_wrong_usage()
    {
        using var folder = new TemporaryFolder();
        (await CommandRun.Of("demo", "--out", folder.File("demo"), "--max-steps", "0")).OneLineOfWrongInput("max_steps is 0");
        Assert.False(Path.Exists(folder.File("demo")));
    }

    [Fact]
    public void The_validation_pictures_are_enough_to_be_a_score()
    {
        var data = new DemoRecipe().Data;
        using var folder = new TemporaryFolder();
        var validation = Datasets.Synthesis.SmearDataset.Write(folder.File("d"), data with { Images = 1 })[1];
        Assert.True(validation is { Images: >= 40, Cells: >= 200 });
        Assert.True(validation.Overlapping >= 0.3 * validation.Cells);
        Assert.True(Datasets.Reading.DatasetReader.Read(folder.File("d"), new() { Split = "val" }).Dataset is var read
            && read.Images.SelectMany(static p => p.Annotations).Select(static a => a.Label).Distinct().Count() >= 4);
    }

    private static async Task<(int Code, string Output, string Error)> Run(string path, params string[] more)
    {
        using StringWriter output = new(), error = new();
        var command = new DemoCommand(new CommandContext(output, error), s_small);
        var code = await command.Parse(["--out", path, .. more]).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        return (code, output.ToString(), error.ToString());
    }
}
