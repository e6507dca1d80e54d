using Gannet.Datasets.Checking;

namespace Gannet.Datasets.Tests.Yolo;

public class YoloSourceTests
{
    private const string Yaml = "train: images/train\nval: images/val\nnames:\n  0: pin\n  1: hole\n";

    [Fact]
    public void Shares_become_pixels_and_polygons_become_boxes()
    {
        using var folder = Folder("1 0.5 0.5 0.2 0.25\n0 0.1 0.1 0.3 0.1 0.2 0.4\n");
        var reading = folder.Read(new() { Split = "train" });
        Assert.Empty(reading.Problems);
        Assert.Equal(["pin", "hole"], reading.Dataset.Classes);
        var annotations = Assert.Single(reading.Dataset.Images).Annotations;
        Assert.Equal((new Box(40, 30, 60, 50), 1), (annotations[0].Box, annotations[0].Label));
        Assert.Equal(new Box(10, 8, 30, 32), annotations[1].Box);
        Assert.Equal(6, annotations[1].Segmentation!.Polygons[0].Length);
    }

    [Fact]
    public void An_outline_beyond_all_pictures_is_left_out_and_reported()
    {
        using var folder = Folder("0 0.1 0.1 0.3 0.1 0.2 1e30\n");
        var problems = folder.Read(new() { Split = "train" }).Problems;
        Assert.Contains(problems, static p => p.Cure == "the outline is left out" && p.Where == "line 1");
    }

    [Theory]
    [InlineData("0 0.5 0.5 0.2", DataProblemKind.Malformed)]
    [InlineData("0 0.5 0.5 0.2 x", DataProblemKind.Malformed)]
    [InlineData("0 0.5 0.5 0.2 NaN", DataProblemKind.Malformed)]
    [InlineData("2 0.5 0.5 0.2 0.2", DataProblemKind.UnknownClass)]
    [InlineData("-1 0.5 0.5 0.2 0.2", DataProblemKind.UnknownClass)]
    [InlineData("0 0.5 0.5 0 0.2", DataProblemKind.EmptyBox)]
    [InlineData("0 2.5 0.5 0.2 0.2", DataProblemKind.OutsidePicture)]
    public void A_bad_line_is_reported_by_its_number(string line, DataProblemKind kind)
    {
        using var folder = Folder("1 0.5 0.5 0.2 0.25\n" + line + "\n");
        Assert.Equal("line 2", folder.ReadOneProblem(kind).Where);
    }

    [Fact]
    public void A_picture_without_labels_is_a_negative_and_labels_without_a_picture_are_reported()
    {
        using var folder = Folder("").Image("images/train/b.png").Text("labels/train/c.txt", "0 0.5 0.5 0.1 0.1");
        folder.ReadOneProblem(DataProblemKind.MissingPicture);
        Assert.Equal(2, folder.Read(new() { Split = "train" }).Dataset.Images.Count);
    }

    [Theory]
    [InlineData("train: images/train\nnames: [pin, hole]\n")]
    [InlineData("path: .\ntrain: ../images/train\nnames: [pin, hole]\nnc: 2\n")]
    [InlineData("train: [images/train]\nnames: {1: hole, 0: pin}\n")]
    public void The_ways_to_write_a_data_yaml_are_understood(string yaml)
    {
        using var folder = new DatasetFolder().Image("images/train/a.png").Text("data.yaml", yaml);
        var dataset = folder.Read(new() { Split = "train", Strict = true }).Dataset;
        Assert.Equal(["pin", "hole"], dataset.Classes);
        Assert.Single(dataset.Images);
    }

    [Theory]
    [InlineData("train: [unclosed", "line ")]
    [InlineData("names: [a]\n", "train")]
    [InlineData("train: images/train\n", "names")]
    [InlineData("train: images/train\nnames: {0: a, 2: b}\n", "gap")]
    [InlineData("train: images/train\nnames: [a, a]\n", "twice")]
    [InlineData("train: &x images/train\nval: *x\nnames: [a]\n", "aliases")]
    [InlineData("- 1\n", "map")]
    [InlineData("", "map")]
    public void A_bad_data_yaml_is_refused_on_one_line(string yaml, string word)
    {
        using var folder = new DatasetFolder().Image("images/train/a.png").Text("data.yaml", yaml);
        var error = Assert.Throws<InvalidDataException>(() => folder.Read());
        Assert.Contains("data.yaml", error.Message, StringComparison.Ordinal);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Endless_nesting_is_refused()
    {
        using var folder = new DatasetFolder().Text("data.yaml", "names: " + new string('[', 100_000));
        Assert.Throws<InvalidDataException>(() => folder.Read());
    }

    private static DatasetFolder Folder(string labels) => new DatasetFolder()
        .Image("images/train/a.png").Image("images/val/v.png").Text("labels/train/a.txt", labels).Text("data.yaml", Yaml);
}
