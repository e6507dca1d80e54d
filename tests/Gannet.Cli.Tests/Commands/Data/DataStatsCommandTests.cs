using System.Text.Json;

namespace Gannet.Cli.Tests.Commands.Data;

public sealed class DataStatsCommandTests
{
    [Fact]
    public async Task Counts_go_to_standard_output()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        VocFolder.Add(folder, "b");
        var run = await CommandRun.Of("data", "stats", "--data", folder.Path);
        Assert.Equal(0, run.Code);
        Assert.Contains("cell: 2 boxes in 2 pictures", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 picture is nearly the same as an earlier one", run.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await CommandRun.Of("data", "stats", "--data", folder.Path, "--json", "-")).Output);
        Assert.Equal(2, json.RootElement.GetProperty("perClass").GetProperty("cell").GetProperty("boxes").GetInt32());
        Assert.Equal("b.png", Assert.Single(json.RootElement.GetProperty("nearDuplicates").EnumerateArray()).GetProperty("second").GetString());
    }

    [Fact]
    public async Task Without_opening_pictures_none_are_similar()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        VocFolder.Add(folder, "b");
        var run = await CommandRun.Of("data", "stats", "--data", folder.Path, "--quick");
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("nearly the same", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_that_are_nearly_the_same_in_two_splits_are_said()
    {
        using var folder = new TemporaryFolder();
        foreach (var split in (string[])["train", "val"])
        {
            var images = Directory.CreateDirectory(folder.File($"images/{split}")).FullName;
            Imaging.Codecs.ImageEncoder.Write(new Image(40, 40), Path.Combine(images, $"{split}.png"));
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder.File($"labels/{split}")).FullName, $"{split}.txt"), "0 .5 .5 .5 .5\n");
        }

        File.WriteAllText(folder.File("data.yaml"), "train: images/train\nval: images/val\nnames: [cell]\n");
        var run = await CommandRun.Of("data", "stats", "--data", folder.Path);
        Assert.Equal(0, run.Code);
        Assert.Contains("nearly the same as one of", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_a_page_with_markdown_and_json_beside_it()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        var report = folder.File("report");
        Assert.Equal(0, (await CommandRun.Of("data", "stats", "--data", folder.Path, "--report", report)).Code);
        Assert.Equal(["index.html", "stats.json", "stats.md"], Directory.GetFiles(report).Select(Path.GetFileName).Order());
        Assert.Contains("cell", await File.ReadAllTextAsync(Path.Combine(report, "index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preset_or_a_model_that_does_not_exist_is_said_in_one_line()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        (await CommandRun.Of("data", "stats", "--data", folder.Path, "--preset", "faster-rcn")).OneLineOfWrongInput("faster-rcn", "did you mean");
        (await CommandRun.Of("data", "stats", "--data", folder.Path, "--model", "gone.safetensors")).OneLineOfWrongInput("gone.safetensors");
    }
}
