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

    // The picture is stored as 23x17 pixels; its orientation makes it 17x23.
    [Fact]
    public async Task Labels_drawn_on_stored_pixels_are_written_upright()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.Fixture("pictures/orientation-6.jpg"), folder.File("a.jpg"));
        File.WriteAllText(folder.File("all.json"), """
            {"images":[{"id":1,"file_name":"a.jpg","width":23,"height":17}],
             "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[2,1,7,4],"area":28,"iscrowd":0}],"categories":[{"id":1,"name":"cell"}]}
            """);
        using var target = new TemporaryFolder();
        var run = await CommandRun.Of("data", "convert", "--data", folder.Path, "--out", target.Path, "--format", "voc");
        Assert.Equal(0, run.Code);
        Assert.Contains("state 23x17, which is the picture before it is turned upright", run.Error, StringComparison.Ordinal);
        var written = DatasetReader.Read(target.Path, new() { Strict = true }).Dataset.Images[0];
        Assert.Equal((17, 23, new Box(12, 2, 16, 9)), (written.Width, written.Height, written.Annotations[0].Box));
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
