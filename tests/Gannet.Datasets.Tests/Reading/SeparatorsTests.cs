using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Reading;

public sealed class SeparatorsTests
{
    private const string Label = "0 0.5 0.5 0.2 0.25\n";

    [Fact]
    public void Backslashes_in_a_data_yaml_separate_folders()
    {
        using var folder = new DatasetFolder().Image("set/images/train/a.png").Text("set/labels/train/a.txt", Label)
            .Text("data.yaml", "path: .\\set\ntrain: images\\train\nnames: [pin]\n");
        Assert.Single(Assert.Single(folder.Read(new() { Strict = true }).Dataset.Images).Annotations);
    }

    [Fact]
    public void Backslashes_in_a_list_separate_folders()
    {
        using var folder = new DatasetFolder().Image("images/a.png").Text("labels/a.txt", Label)
            .Text("train.txt", "images\\a.png\r\n").Text("data.yaml", "train: train.txt\nnames: [pin]\n");
        Assert.Single(Assert.Single(folder.Read(new() { Strict = true }).Dataset.Images).Annotations);
    }

    [Fact]
    public void Backslashes_in_a_file_name_of_coco_separate_folders()
    {
        using var folder = new DatasetFolder().Image("images/day/a.png")
            .Text("annotations.json", """{"images": [{"id": 1, "file_name": "day\\a.png", "width": 20, "height": 10}], "categories": [{"id": 1, "name": "pin"}], "annotations": []}""");
        Assert.Equal("day/a.png", Assert.Single(folder.Read().Dataset.Images).FileName);
    }

    [Fact]
    public void A_path_that_exists_as_written_stays()
    {
        using var folder = new DatasetFolder().Text("a\\b.txt", "");
        Assert.Equal("a\\b.txt", Separators.Understood(folder.Path, "a\\b.txt"));
        Assert.Equal("a/c.txt", Separators.Understood(folder.Path, "a\\c.txt"));
        Assert.Equal("a/b.txt", Separators.Understood(folder.Path, "a/b.txt"));
    }
}
