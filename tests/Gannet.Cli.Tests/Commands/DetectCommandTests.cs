using System.Text.Json;

namespace Gannet.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class DetectCommandTests(TrainedRun trained)
{
    [Fact]
    public async Task A_broken_picture_is_named_and_the_others_are_done()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("in/deep"));
        var pictures = Directory.GetFiles(Path.Combine(trained.Data, "images", "val"), "*.png").Order().ToArray();
        File.Copy(pictures[0], folder.File("in/a.png"));
        File.WriteAllBytes(folder.File("in/broken.png"), File.ReadAllBytes(pictures[0])[..300]);
        File.Copy(pictures[1], folder.File("in/deep/c.png"));
        var run = await CommandRun.Of(
            "detect", folder.File("in"), "--model", trained.Model, "--score", "0", "--out", folder.File("out"), "--json", "-");
        Assert.Equal(2, run.Code);
        Assert.Matches(@"(?m)^not read: .*broken\.png: ", run.Error);
        Assert.EndsWith(" objects in 2 pictures; 1 could not be read\n", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("out/a.png")));
        Assert.True(File.Exists(folder.File("out/deep/c.png")));
        Assert.False(File.Exists(folder.File("out/broken.png")));

        using var json = JsonDocument.Parse(run.Output);
        var rows = json.RootElement.EnumerateArray().ToList();
        Assert.Equal(["a.png", "deep/c.png"], rows.Select(static r => r.GetProperty("file_name").GetString()!).Distinct().Order());
        Assert.All(rows, static row =>
        {
            Assert.Equal(4, row.GetProperty("bbox").GetArrayLength());
            Assert.InRange(row.GetProperty("score").GetDouble(), 0, 1);
            Assert.InRange(row.GetProperty("category_id").GetInt32(), 1, 5);
        });
    }

    [Fact]
    public async Task Without_json_each_object_is_a_line()
    {
        var picture = Directory.GetFiles(Path.Combine(trained.Data, "images", "val"), "*.png")[0];
        var run = await CommandRun.Of("detect", picture, "--model", trained.Model, "--score", "0.06");
        Assert.Equal(0, run.Code);
        Assert.All(run.Output.Split('\n')[..^1], line => Assert.StartsWith(Path.GetFileName(picture) + ": ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_pictures_themselves_are_not_written_over()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        var before = File.ReadAllBytes(folder.File("a.png"));
        var run = await CommandRun.Of("detect", folder.Path, "--model", trained.Model, "--out", folder.Path);
        run.OneLineOfWrongInput("holds the pictures themselves");
        Assert.Equal(before, File.ReadAllBytes(folder.File("a.png")));
    }

    [Theory]
    [InlineData("--score is a probability", ".", "--score", "1.5")]
    [InlineData("There is no file or folder 'no-such-picture.jpg'", "no-such-picture.jpg")]
    [InlineData("There is no picture in", "@empty")]
    [InlineData("INPUT")]
    public async Task Wrong_usage_is_one_line(string words, params string[] arguments)
    {
        using var empty = new TemporaryFolder();
        string[] inputs = [.. arguments.Select(a => a == "@empty" ? empty.Path : a)];
        (await CommandRun.Of(["detect", "--model", trained.Model, .. inputs])).OneLineOfWrongInput(words);
    }
}
