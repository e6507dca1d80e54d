using Gannet.Datasets.Reading;

namespace Gannet.Cli.Tests.Commands.Data;

public sealed class DataSynthesizeCommandTests
{
    [Fact]
    public async Task Makes_a_data_set_that_can_be_read_and_drawn()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(
            "data", "synthesize", "--out", folder.File("cells"), "--pictures", "2", "--validation", "1", "--seed", "5", "--width", "200",
            "--height", "160", "--format", "voc");
        Assert.Equal((0, ""), (run.Code, run.Output));
        Assert.Contains("val: 1 pictures", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, DatasetReader.Read(folder.File("cells"), new() { Split = "train" }).Dataset.Images.Count);
        Assert.Equal(0, (await CommandRun.Of("data", "draw", "--data", folder.File("cells"), "--out", folder.File("drawn"))).Code);
        Assert.Equal(3, Directory.GetFiles(folder.File("drawn"), "*.png", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("--width 10", "--width cannot be 10")]
    [InlineData("--pictures 0", "--pictures cannot be 0")]
    [InlineData("--validation -1", "--validation cannot be -1")]
    [InlineData("--noise 1000", "--noise cannot be 1000")]
    [InlineData("--format xml", "xml")]
    public async Task A_value_out_of_range_is_wrong_usage(string option, string words)
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(["data", "synthesize", "--out", folder.File("cells"), .. option.Split(' ')]);
        Assert.Equal(2, run.Code);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.False(Path.Exists(folder.File("cells")));
    }

    [Fact]
    public async Task A_folder_in_use_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("mine.txt"), "mine");
        var run = await CommandRun.Of("data", "synthesize", "--out", folder.Path, "--pictures", "1");
        Assert.Equal(2, run.Code);
        Assert.Contains("not empty", run.Error, StringComparison.Ordinal);
        Assert.Equal([folder.File("mine.txt")], Directory.GetFileSystemEntries(folder.Path));
    }
}
