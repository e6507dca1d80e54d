using Gannet.Datasets;
using Gannet.Datasets.Reading;

namespace Gannet.Cli.Tests.Commands.Data;

public sealed class DataConvertCommandTests
{
    [Theory]
    [InlineData("coco", AnnotationFormat.Coco)]
    [InlineData("voc", AnnotationFormat.Voc)]
    [InlineData("yolo", AnnotationFormat.Yolo)]
    [InlineData("csv", AnnotationFormat.Csv)]
    public async Task Every_format_can_be_written(string name, AnnotationFormat format)
    {
        using var folder = new TemporaryFolder();
        VocFolder.Add(folder, "a");
        using var target = new TemporaryFolder();
        var run = await CommandRun.Of("data", "convert", "--data", folder.Path, "--out", target.Path, "--format", name);
        Assert.Equal((0, ""), (run.Code, run.Output));
        var written = DatasetReader.Read(target.Path, new() { Strict = true }).Dataset;
        Assert.Equal(format, written.Format);
        Assert.Equal(DatasetReader.Read(folder.Path).Dataset.Images[0].Annotations[0].Box, written.Images[0].Annotations[0].Box);
    }

    [Theory]
    [InlineData("data", "convert", "--data", "x", "--out", "y", "--format", "xml")]
    [InlineData("data", "convert", "--data", "x", "--out", "y")]
    [InlineData("data", "convert", "--data", "/no/such", "--out", "y", "--format", "voc")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(params string[] arguments)
    {
        var run = await CommandRun.Of(arguments);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
