using System.Text.Json;

namespace Gannet.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed partial class DetectCommandTests(TrainedRun trained)
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

    [Fact]
    public async Task Pictures_of_one_name_in_two_folders_stay_apart()
    {
        using var folder = new TemporaryFolder();
        var pictures = Directory.GetFiles(Path.Combine(trained.Data, "images", "val"), "*.png").Order().ToArray();
        foreach (var (name, k) in (ReadOnlySpan<(string, int)>)[("a", 0), ("b", 1)])
        {
            Directory.CreateDirectory(folder.File(name));
            File.Copy(pictures[k], folder.File($"{name}/1.png"));
        }

        var run = await CommandRun.Of(
            "detect", folder.File("a"), folder.File("b"), folder.File("b/1.png"), "--model", trained.Model, "--score", "0", "--out", folder.File("out"), "--json", "-");
        Assert.True(run.Code == 0, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(["a/1.png", "b/1.png"], json.RootElement.EnumerateArray().Select(static r => r.GetProperty("file_name").GetString()!).Distinct().Order());
        Assert.NotEqual(File.ReadAllBytes(folder.File("out/a/1.png")), File.ReadAllBytes(folder.File("out/b/1.png")));
        Assert.Contains(" objects in 2 pictures", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_without_objects_is_said()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        var run = await CommandRun.Of("detect", folder.Path, "--model", trained.Model, "--score", "1");
        Assert.Equal((0, "a.png: nothing found\n"), (run.Code, run.Output));
        Assert.EndsWith("0 objects in 1 picture; nothing found in 1\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_writes_what_was_found_so_far()
    {
        using var folder = new TemporaryFolder();
        for (var k = 0; k < 3; k++) VocFolder.Add(folder, $"p{k}");
        File.WriteAllText(folder.File("p1.png"), "broken");
        var run = await CommandRun.Until("not read", "detect", folder.Path, "--model", trained.Model, "--score", "0", "--json", folder.File("found.json"));
        Assert.Equal(130, run.Code);
        Assert.Contains("in 1 of 3 pictures", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(folder.File("found.json")));
        Assert.All(json.RootElement.EnumerateArray(), static row => Assert.Equal("p0.png", row.GetProperty("file_name").GetString()));
    }

    [LinuxFact]
    public async Task A_pipe_is_refused_instead_of_waited_for()
    {
        using var folder = new TemporaryFolder();
        var pipe = folder.File("pipe.png");
        System.Diagnostics.Process.Start("mkfifo", [pipe]).WaitForExit();
        (await CommandRun.Of("detect", pipe, "--model", trained.Model)).OneLineOfWrongInput("pipe.png: is a pipe");
        (await CommandRun.Of("model", "show", pipe)).OneLineOfWrongInput("pipe.png: is a pipe");
        (await CommandRun.Of("detect", ".", "--model", pipe)).OneLineOfWrongInput("pipe.png: is a pipe");
        (await CommandRun.Of("data", "check", "--data", pipe)).OneLineOfWrongInput("pipe.png: is a pipe");

        var below = await CommandRun.Of("detect", folder.Path, "--model", trained.Model);
        Assert.Equal(2, below.Code);
        Assert.Matches(@"(?m)^not read: .*pipe\.png: is a pipe", below.Error);
    }

    [LinuxFact]
    public async Task Names_send_nothing_to_the_terminal()
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        File.Move(folder.File("a.png"), folder.File("a\u001b[2J\n.png"));
        var run = await CommandRun.Of("detect", folder.Path, "--model", trained.Model, "--score", "1");
        Assert.Equal("a\\u001b[2J\\u000a.png: nothing found\n", run.Output);
    }

    [Theory]
    [InlineData("--score must be a probability", ".", "--score", "1.5")]
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
