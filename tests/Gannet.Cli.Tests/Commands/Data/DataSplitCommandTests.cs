using Gannet.Datasets.Reading;

namespace Gannet.Cli.Tests.Commands.Data;

public sealed class DataSplitCommandTests
{
    [Fact]
    public async Task Parts_are_written_in_the_data_sets_own_format()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 10; i++) VocFolder.Add(folder, $"p{i}");
        using var target = new TemporaryFolder();
        var run = await CommandRun.Of(
            "data", "split", "--data", folder.Path, "--out", target.Path, "--fractions", ".7,.2,.1", "--pictures", "link");
        Assert.Equal(0, run.Code);
        Assert.Equal(["test", "train", "val"], DatasetReader.Splits(target.Path));
        Assert.Equal(
            [7, 2, 1], new[] { "train", "val", "test" }.Select(
                name => DatasetReader.Read(target.Path, new() { Split = name, Strict = true }).Dataset.Images.Count));
    }

    [Theory]
    [InlineData(".8,.1", "add up to 0.9")]
    [InlineData(".8,x", "'x'")]
    [InlineData("a=.5,a=.5", "have the same name")]
    [InlineData("../x=.5,b=.5", "needs a name")]
    [InlineData("1.5,-.5", "is not a share")]
    public async Task Wrong_shares_are_named(string fractions, string word)
    {
        var run = await CommandRun.Of("data", "split", "--data", "x", "--out", "y", "--fractions", fractions);
        Assert.Equal(2, run.Code);
        Assert.Contains(word, run.Error, StringComparison.Ordinal);
    }
}
