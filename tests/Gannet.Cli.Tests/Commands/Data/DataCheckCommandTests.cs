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
    public async Task Many_problems_of_a_kind_are_counted_and_JSON_has_them_all()
    {
        using var folder = new TemporaryFolder();
        var rows = string.Concat(Enumerable.Range(0, 30).Select(static k => $"a.png,64,48,cell,{k},5,{k},9\n"));
        VocFolder.Add(folder, "a");
        File.Delete(folder.File("a.xml"));
        File.WriteAllText(folder.File("labels.csv"), "filename,width,height,class,xmin,ymin,xmax,ymax\n" + rows + "a.png,64,48,cell,1,5,8,9\n");
        var run = await CommandRun.Of("data", "check", "--data", folder.Path, "--json", folder.File("all.json"));
        Assert.Equal(2, run.Code);
        Assert.Equal(21, run.Output.TrimEnd().Split('\n').Length);
        Assert.EndsWith("… and 10 more of the kind EmptyBox; --json FILE lists them all.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("30 problems; 30 bad records are left out", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(folder.File("all.json")));
        Assert.Equal(30, json.RootElement.GetProperty("problems").GetArrayLength());
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
