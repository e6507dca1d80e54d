using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Yolo;

public class YoloLayoutsTests
{
    [Fact]
    public void LabelImg_leaves_text_beside_the_pictures_and_classes_in_a_list()
    {
        using var folder = new DatasetFolder().Image("a.png").Image("b.png").Text("classes.txt", "pin\nhole\n").Text("a.txt", "1 0.5 0.5 0.2 0.25\n");
        Check(folder.Read(new() { Strict = true }).Dataset, "a.png", "b.png");
        Assert.Empty(DatasetReader.Splits(folder.Path));
    }

    [Fact]
    public void Label_Studio_has_folders_and_notes_that_are_no_coco()
    {
        using var folder = new DatasetFolder().Image("images/a.png").Text("classes.txt", "pin\nhole\n").Text("labels/a.txt", "1 0.5 0.5 0.2 0.25\n")
            .Text("notes.json", """{"categories": [{"id": 0, "name": "pin"}, {"id": 1, "name": "hole"}], "info": {"year": 2024}}""");
        Check(folder.Read(new() { Strict = true }).Dataset, "a.png");
    }

    [Fact]
    public void Folders_called_after_splits_are_splits()
    {
        using var folder = new DatasetFolder().Image("images/train/a.png").Image("images/val/v.png").Text("classes.txt", "pin\nhole\n")
            .Text("labels/train/a.txt", "1 0.5 0.5 0.2 0.25\n");
        Assert.Equal(["train", "val"], DatasetReader.Splits(folder.Path));
        Check(folder.Read(new() { Strict = true, Split = "train" }).Dataset, "a.png");
    }

    [Fact]
    public void Cvat_names_files_by_where_they_lay_on_its_server()
    {
        using var folder = new DatasetFolder().Image("obj_train_data/a.png").Text("obj_train_data/a.txt", "1 0.5 0.5 0.2 0.25\n")
            .Text("obj.names", "pin\nhole\n").Text("obj.data", "classes = 2\ntrain = data/train.txt\nnames = data/obj.names\nbackup = backup/\n")
            .Text("train.txt", "data/obj_train_data/a.png\n");
        Assert.Equal(["train"], DatasetReader.Splits(folder.Path));
        Check(folder.Read(new() { Strict = true }).Dataset, "obj_train_data/a.png");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("pin\npin\n", "twice")]
    public void A_bad_list_of_classes_is_named(string list, string word)
    {
        using var folder = new DatasetFolder().Image("a.png").Text("classes.txt", list).Text("a.txt", "0 0.5 0.5 0.2 0.25\n");
        Assert.Contains(word, Assert.Throws<InvalidDataException>(() => folder.Read()).Message, StringComparison.Ordinal);
    }

    private static void Check(AnnotatedDataset dataset, params string[] names)
    {
        Assert.Equal(AnnotationFormat.Yolo, dataset.Format);
        Assert.Equal(["pin", "hole"], dataset.Classes);
        Assert.Equal(names, dataset.Images.Select(static p => p.FileName));

        // 100x80 pixels: .5 ± .1 across, .5 ± .125 down.
        var annotation = Assert.Single(dataset.Images[0].Annotations);
        Assert.Equal((new Box(40, 30, 60, 50), 1), (annotation.Box, annotation.Label));
    }
}
