using Gannet.Imaging.Codecs;

namespace Gannet.Cli.Tests.Commands.Data;

public sealed class DataDrawCommandTests
{
    [Fact]
    public async Task Draws_every_picture()
    {
        using var folder = new TemporaryFolder();
        MakeDataset(folder, "a.png", "b.png");
        var run = await CommandRun.Of("data", "draw", "--data", folder.Path, "--out", folder.File("drawn"));
        Assert.Equal((0, ""), (run.Code, run.Output));
        var drawn = ImageDecoder.Decode(folder.File("drawn/a.png"));
        Assert.Equal((64, 48), (drawn.Width, drawn.Height));
        Assert.Contains(drawn.Pixels, static value => value != 0);
        Assert.All(ImageDecoder.Decode(folder.File("images/a.png")).Pixels, static value => Assert.Equal(0, value));
        Assert.Equal(2, Directory.GetFiles(folder.File("drawn")).Length);
    }

    [Fact]
    public async Task A_damaged_picture_is_named_and_the_others_are_drawn()
    {
        using var folder = new TemporaryFolder();
        MakeDataset(folder, "a.png", "b.png");
        File.WriteAllBytes(folder.File("images/a.png"), [1, 2, 3]);
        var run = await CommandRun.Of("data", "draw", "--data", folder.Path, "--out", folder.File("drawn"));
        Assert.Equal(2, run.Code);
        Assert.Contains("a.png: not a picture", run.Error, StringComparison.Ordinal);
        Assert.Equal([folder.File("drawn/b.png")], Directory.GetFiles(folder.File("drawn")));
    }

    [Fact]
    public async Task The_pictures_themselves_are_never_overwritten()
    {
        using var folder = new TemporaryFolder();
        MakeDataset(folder, "a.png");
        var before = File.ReadAllBytes(folder.File("images/a.png"));
        var run = await CommandRun.Of("data", "draw", "--data", folder.Path, "--out", folder.File("images"));
        Assert.Equal(2, run.Code);
        Assert.Contains("name another folder", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder.File("images/a.png")));
    }

    [Fact]
    public async Task A_limit_below_one_is_wrong_usage() =>
        Assert.Equal(2, (await CommandRun.Of("data", "draw", "--data", "x", "--out", "y", "--limit", "0")).Code);

    private static void MakeDataset(TemporaryFolder folder, params string[] names)
    {
        Directory.CreateDirectory(folder.File("images"));
        Directory.CreateDirectory(folder.File("annotations"));
        foreach (var name in names) ImageEncoder.Write(new Image(64, 48), folder.File($"images/{name}"));
        var images = names.Select(static (name, i) => $$"""{"id":{{i}},"file_name":"{{name}}","width":64,"height":48}""");
        var annotations = names.Select(static (_, i) => $$"""{"id":{{i + 1}},"image_id":{{i}},"category_id":1,"bbox":[10,12,30,20],"area":600,"iscrowd":0}""");
        File.WriteAllText(folder.File("annotations/all.json"), $$"""
            {"images":[{{string.Join(',', images)}}],"annotations":[{{string.Join(',', annotations)}}],"categories":[{"id":1,"name":"cell"}]}
            """);
    }
}
