using System.Text.Json;

namespace Gannet.Cli.Tests.Commands.Data;

public sealed class DataCheckCommandTests
{
    [Fact]
    public async Task A_sound_data_set_has_no_problems()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        var run = await CommandRun.Of("data", "check", "--data", folder.Path);
        Assert.Equal((0, ""), (run.Code, run.Output));
        Assert.Contains("(voc): 1 pictures, 1 boxes, 1 classes.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing is wrong", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_are_listed_at_once()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "good");
        VocFolder.Add(folder, "flat", "<xmin>10</xmin><ymin>12</ymin><xmax>10</xmax><ymax>32</ymax>", grey: 1);
        VocFolder.Add(folder, "twin");
        VocFolder.Add(folder, "unmarked", grey: 2);
        File.Delete(folder.File("unmarked.xml"));
        VocFolder.Add(folder, "cut", grey: 3);
        File.WriteAllBytes(folder.File("cut.png"), File.ReadAllBytes(folder.File("cut.png"))[..^8]);

        var run = await CommandRun.Of("data", "check", "--data", folder.Path, "--json", "-");
        Assert.Equal(2, run.Code);
        using var json = JsonDocument.Parse(run.Output);
        var kinds = json.RootElement.GetProperty("problems").EnumerateArray().Select(static p => p.GetProperty("kind").GetString())
            .ToList();
        Assert.Equal(["DuplicatePicture", "EmptyBox", "MissingAnnotations", "UnreadablePicture"], kinds.Order());

        var quick = await CommandRun.Of("data", "check", "--quick", "--data", folder.Path);
        Assert.Equal(2, quick.Code);
        Assert.Equal(2, quick.Output.TrimEnd().Split('\n').Length);
        Assert.Contains(
            "flat.xml, line 2: the box [10, 12, 10, 32] of class 'cell' has no area; left out", quick.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_data_set_is_one_line()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of("data", "check", "--data", folder.Path);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
