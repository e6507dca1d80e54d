using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Voc;

public class VocSourceTests
{
    [Fact]
    public void The_picture_is_found_by_the_name_of_the_XML_whatever_stands_inside()
    {
        using var folder = new DatasetFolder().Image("train/board #1.PNG")
            .Xml("train/board #1.xml", "C:\\Users\\x\\other", ("pin", "1 2 30 40"));
        var reading = folder.Read();
        Assert.Empty(reading.Problems);
        var picture = Assert.Single(reading.Dataset.Images);
        Assert.Equal("train/board #1.PNG", picture.FileName);
        Assert.Equal(new Box(1, 2, 30, 40), Assert.Single(picture.Annotations).Box);
    }

    [Fact]
    public void An_XML_renamed_by_hand_finds_its_picture_by_the_name_inside()
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a-checked.xml", "a.png", ("pin", "1 2 30 40"));
        Assert.EndsWith("a.png", folder.Read().Dataset.Images[0].Path, StringComparison.Ordinal);
    }

    // The layout of the kangaroo and raccoon data sets.
    [Theory]
    [InlineData("annots")]
    [InlineData("annotations")]
    public void Folders_of_other_names_are_found(string name)
    {
        using var folder = new DatasetFolder().Image("images/a.png").Xml($"{name}/a.xml", "a.png", ("pin", "1 2 30 40"));
        var dataset = folder.Read(new() { Strict = true }).Dataset;
        Assert.Equal("a.png", Assert.Single(dataset.Images).FileName);
        Assert.Empty(DatasetReader.Splits(folder.Path));
    }

    // Building a tree of a million levels took more than a minute.
    [Fact]
    public void Endless_nesting_is_a_problem()
    {
        const int Levels = 1_000_000;
        var text = $"<annotation>\n{string.Concat(Enumerable.Repeat("<a>", Levels))}{string.Concat(Enumerable.Repeat("</a>", Levels))}</annotation>";
        using var folder = new DatasetFolder().Image("a.png").Text("a.xml", text);
        var problem = folder.Read().Problems[0];
        Assert.Equal("line 2", problem.Where);
        Assert.Contains("nested", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_without_objects_is_a_negative()
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a.xml", "a.png");
        var reading = folder.Read();
        Assert.Empty(reading.Problems);
        Assert.Empty(Assert.Single(reading.Dataset.Images).Annotations);
    }

    [Fact]
    public void A_picture_without_XML_is_reported()
    {
        using var folder = new DatasetFolder().Image("a.png").Image("b.png").Xml("a.xml", "a.png");
        Assert.EndsWith("b.png", folder.ReadOneProblem(DataProblemKind.MissingAnnotations).File, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5 5 5 40", DataProblemKind.EmptyBox, true)]
    [InlineData("30 5 5 40", DataProblemKind.EmptyBox, true)]
    [InlineData("NaN 5 50 40", DataProblemKind.EmptyBox, true)]
    [InlineData("120 5 150 40", DataProblemKind.OutsidePicture, true)]
    [InlineData("50 5 150 40", DataProblemKind.ClippedBox, false)]
    [InlineData("50 five 60 40", DataProblemKind.Malformed, true)]
    public void A_bad_box_is_reported_with_its_line(string box, DataProblemKind kind, bool leftOut)
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a.xml", "a.png", ("pin", "1 2 30 40"), ("pin", box));
        var problem = folder.ReadOneProblem(kind);
        Assert.Equal("line 5", problem.Where);
        Assert.Equal(leftOut, problem.LeftOut);
        Assert.Equal(leftOut ? 1 : 2, folder.Read().Dataset.CountAnnotations());
    }

    [Fact]
    public void The_same_box_twice_counts_once()
    {
        using var folder = new DatasetFolder().Image("a.png")
            .Xml("a.xml", "a.png", ("pin", "1 2 30 40"), ("pin", "1 2 30 40"), ("hole", "1 2 30 40"));
        folder.ReadOneProblem(DataProblemKind.DuplicateBox);
        Assert.Equal(2, folder.Read().Dataset.CountAnnotations());
    }

    [Fact]
    public void Given_classes_fix_the_order_and_others_are_reported()
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a.xml", "a.png", ("pin", "1 2 30 40"), ("hole", "1 2 30 41"));
        Assert.Equal(["hole", "pin"], folder.Read().Dataset.Classes);
        var reading = folder.Read(new() { Classes = ["washer", "pin"] });
        Assert.Equal(1, Assert.Single(reading.Dataset.Images[0].Annotations).Label);
        Assert.Equal(DataProblemKind.UnknownClass, Assert.Single(reading.Problems).Kind);
        Assert.Contains("'hole'", reading.Problems[0].What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<annotation><object></annotation>")]
    [InlineData("<annotation>")]
    [InlineData("")]
    [InlineData("<!DOCTYPE annotation [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><annotation>&b;</annotation>")]
    [InlineData("<!DOCTYPE annotation [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><annotation><filename>&x;</filename></annotation>")]
    public void Malformed_and_hostile_XML_leaves_out_its_picture_only(string xml)
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a.xml", "a.png").Image("b.png").Text("b.xml", xml);
        var problem = folder.ReadOneProblem(DataProblemKind.Malformed);
        Assert.EndsWith("b.xml", problem.File, StringComparison.Ordinal);
        Assert.StartsWith("line ", problem.Where, StringComparison.Ordinal);
        Assert.Single(folder.Read().Dataset.Images);
    }

    [Fact]
    public void A_missing_picture_is_left_out_with_its_boxes()
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a.xml", "a.png").Xml("b.xml", "b.png", ("pin", "1 2 30 40"));
        var problem = folder.ReadOneProblem(DataProblemKind.MissingPicture);
        Assert.EndsWith("b.xml", problem.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Strict_reading_refuses_what_is_otherwise_reported()
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a.xml", "a.png", ("pin", "1 2 1 40"));
        var error = Assert.Throws<InvalidDataException>(() => folder.Read(new() { Strict = true }));
        Assert.Contains("a.xml, line 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VOC_folders_have_splits_and_their_class_lists_are_none()
    {
        using var folder = new DatasetFolder();
        foreach (var name in new[] { "a", "b", "c" })
            folder.Image($"JPEGImages/{name}.png").Xml($"Annotations/{name}.xml", name + ".png", ("pin", "1 2 30 40"));
        folder.Text("ImageSets/Main/train.txt", "a\nb\nmissing\n\n").Text("ImageSets/Main/val.txt", "c\n")
            .Text("ImageSets/Main/pin_train.txt", "a  1\nb -1\n");
        Assert.Equal(["train", "val"], DatasetReader.Splits(folder.Path));
        var train = folder.Read(new() { Split = "train" });
        Assert.Equal(["a.png", "b.png"], train.Dataset.Images.Select(static p => p.FileName));
        Assert.Equal(DataProblemKind.MissingAnnotations, Assert.Single(train.Problems).Kind);
        Assert.Equal(3, folder.Read().Dataset.Images.Count);
        Assert.Equal("val", folder.Read(new() { Split = "validation" }).Dataset.Split);
        var error = Assert.Throws<InvalidDataException>(() => folder.Read(new() { Split = "test" }));
        Assert.Contains("train, val", error.Message, StringComparison.Ordinal);
    }
}
