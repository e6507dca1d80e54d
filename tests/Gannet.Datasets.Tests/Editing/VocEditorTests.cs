using Gannet.Datasets.Checking;
using Gannet.Datasets.Editing;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Editing;

public class VocEditorTests
{
    private const string Rich = """
        <?xml version="1.0" encoding="utf-8"?>
        <!-- by hand -->
        <annotation verified="yes">
            <filename>a.png</filename>
            <source><database>own</database></source>
            <object>
                <name>pin</name>
                <pose>Left</pose><truncated>1</truncated><difficult>1</difficult>
                <bndbox><xmin>1.5</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox>
                <part><name>head</name></part>
            </object>
            <object><name>broken</name></object>
            <object><name>pad</name><occluded>0</occluded><bndbox><xmax>9</xmax><xmin>5</xmin><ymin>5</ymin><ymax>9</ymax></bndbox></object>
            <note>kept</note>
        </annotation>
        """;

    [Fact]
    public void A_bare_folder_becomes_VOC_beside_the_pictures()
    {
        using var folder = new DatasetFolder().Image("a.png").Image("deep/b.png");
        var editor = DatasetEditor.Open(folder.Path, new() { Classes = ["pin", "pad"] });
        Assert.Equal((AnnotationFormat.Voc, false), (editor.Format, editor.Read(1).IsLabelled));
        var saved = editor.Change(1, _ => [Edits.New("pad", 1.4, 2, 30, 40.6)]);
        Assert.Equal(["pad 1 2 30 41"], saved.Words());
        Assert.True(File.Exists(Path.Combine(folder.Path, "deep", "b.xml")));

        var read = folder.Read();
        Assert.Equal(["pin", "pad"], read.Dataset.Classes);
        Assert.Equal(new Box(1, 2, 30, 41), Assert.Single(Assert.Single(read.Dataset.Images).Annotations).Box);
        Assert.Equal(saved.Words(), DatasetEditor.Open(folder.Path).Read(1).Words());
    }

    [Fact]
    public void Nothing_that_is_not_edited_is_lost()
    {
        using var folder = new DatasetFolder().Image("a.png").Text("a.xml", Rich);
        var editor = DatasetEditor.Open(folder.Path);
        Assert.True(editor.Read(0).Boxes[0].IsDifficult);

        editor.Change(0, static boxes => boxes);
        Assert.Equal(Rich, File.ReadAllText(Path.Combine(folder.Path, "a.xml")));

        editor.Change(0, static boxes => [boxes[0] with { X2 = 31 }, boxes[1] with { Class = "pin" }]);
        var expected = Rich.Replace("<xmax>30</xmax>", "<xmax>31</xmax>", StringComparison.Ordinal).Replace("<name>pad</name>", "<name>pin</name>", StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllText(Path.Combine(folder.Path, "a.xml")));
    }

    [Fact]
    public void Undoing_a_deletion_or_a_move_brings_everything_back()
    {
        using var folder = new DatasetFolder().Image("a.png").Text("a.xml", Rich);
        var editor = DatasetEditor.Open(folder.Path);
        var before = editor.Read(0);
        editor.Change(0, static boxes => [boxes[0] with { X1 = 3 }, boxes[1]]);
        editor.Change(0, _ => before.Boxes);
        Assert.Equal(Rich, File.ReadAllText(Path.Combine(folder.Path, "a.xml")));

        editor.Change(0, static boxes => boxes.Skip(1));
        editor.Change(0, _ => before.Boxes);
        var text = File.ReadAllText(Path.Combine(folder.Path, "a.xml"));
        Assert.Contains("<pose>Left</pose><truncated>1</truncated><difficult>1</difficult>", text, StringComparison.Ordinal);
        Assert.Contains("<part><name>head</name></part>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void New_objects_stand_in_lines_of_their_own_with_the_file_s_line_ends()
    {
        using var folder = new DatasetFolder().Image("a.png").Text("a.xml", "<annotation>\r\n\t<filename>a.png</filename>\r\n</annotation>\r\n");
        var editor = DatasetEditor.Open(folder.Path, new() { Classes = ["pin"] });
        editor.Change(0, static _ => [Edits.New("pin", 1, 2, 3, 4)]);
        var text = File.ReadAllText(Path.Combine(folder.Path, "a.xml"));
        Assert.Contains("\r\n\t<object>\r\n\t\t<name>pin</name>\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n", text.Replace("\r\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(text.Count(static c => c == '\n'), text.Count(static c => c == '\r'));
    }

    [Fact]
    public void The_VOC_folders_are_edited_where_they_are()
    {
        using var folder = new DatasetFolder().Image("JPEGImages/a.png").Image("JPEGImages/b.png").Xml("Annotations/a.xml", "a.png", ("pin", "1 2 30 40"))
            .Text("ImageSets/Main/train.txt", "a\nb\n").Text("ImageSets/Main/test.txt", "b\n");
        var editor = DatasetEditor.Open(folder.Path);
        Assert.Equal(["train", "test"], editor.Pictures.Select(static p => p.Split));
        editor.Change(1, static _ => [Edits.New("pin", 5, 6, 7, 8)]);
        Assert.Equal(2, folder.Read().Dataset.CountAnnotations());
        Assert.Equal("b.png", Assert.Single(DatasetEditor.Open(folder.Path, new() { Split = "test" }).Pictures).Name);
    }

    [Fact]
    public void Pictures_of_one_stem_and_renamed_files_keep_their_own_labels()
    {
        using var folder = new DatasetFolder().Image("a.bmp").Image("a.png").Image("c.png").Xml("c-checked.xml", "c.png", ("pin", "1 2 30 40"));
        var editor = DatasetEditor.Open(folder.Path);
        Assert.Single(editor.Read(2).Boxes);
        editor.Change(0, static _ => [Edits.New("pin", 1, 1, 5, 5)]);
        editor.Change(1, static _ => [Edits.New("pin", 2, 2, 6, 6)]);
        editor.Change(2, static _ => [Edits.New("pin", 3, 3, 7, 7)]);
        var read = DatasetReader.Read(folder.Path);
        Assert.Equal(0, read.LeftOut - read.Problems.Count(static p => p.Kind == DataProblemKind.MissingAnnotations)); // the reader looks for c.xml first
        Assert.Equal([("a.bmp", 1f), ("a.png", 2f), ("c.png", 3f)], read.Dataset.Images.Select(static i => (i.FileName, i.Annotations[0].Box.X1)).Order());
    }

    [Fact]
    public void Renaming_a_class_renames_it_everywhere()
    {
        using var folder = new DatasetFolder().Image("a.png").Text("a.xml", Rich).Image("b.png").Xml("b.xml", "b.png", ("pad", "1 2 3 4"));
        var editor = DatasetEditor.Open(folder.Path);
        editor.RenameClass("pad", "<b>&\"");
        Assert.Equal("<b>&\"", editor.Read(1).Boxes[0].Class);
        Assert.Equal(["<b>&\"", "pin"], DatasetEditor.Open(folder.Path).Classes.Order(StringComparer.Ordinal));
        Assert.Contains("<pose>Left</pose>", File.ReadAllText(Path.Combine(folder.Path, "a.xml")), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => editor.RenameClass("pin", "<b>&\""));
    }

    [Theory]
    [InlineData("<annotation><object></annotation>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><annotation>&x;</annotation>")]
    [InlineData("<html/>")]
    [InlineData("")]
    public void A_file_that_cannot_be_read_is_not_overwritten(string text)
    {
        using var folder = new DatasetFolder().Image("a.png").Text("a.xml", text).Image("b.png").Xml("b.xml", "b.png", ("pin", "1 2 3 4"));
        var editor = DatasetEditor.Open(folder.Path);
        var error = Assert.Throws<InvalidDataException>(() => editor.Read(0));
        Assert.Contains("a.xml", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => editor.Save(0, "none", [], true));
        Assert.Equal(text, File.ReadAllText(Path.Combine(folder.Path, "a.xml")));
    }
}
