using FsCheck;
using FsCheck.Fluent;
using Gannet.Datasets.Editing;

namespace Gannet.Datasets.Tests.Editing;

public class DatasetEditorTests
{
    public static TheoryData<AnnotationFormat> Formats => [AnnotationFormat.Coco, AnnotationFormat.Voc, AnnotationFormat.Yolo];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Two_windows_do_not_overwrite_each_other(AnnotationFormat format)
    {
        using var folder = new DatasetFolder().Image("a.png");
        var editor = DatasetEditor.Open(folder.Path, new() { Format = format, Classes = ["pin"] });
        var (first, second) = (editor.Read(0), editor.Read(0));
        var saved = editor.Save(0, first.Revision, [Edits.New("pin", 1, 2, 30, 40)]);
        var error = Assert.Throws<StaleRevisionException>(() => editor.Save(0, second.Revision, [Edits.New("pin", 5, 5, 9, 9)]));
        Assert.Equal(saved.Revision, error.Current.Revision);
        Assert.Equal(["pin 1 2 30 40"], editor.Read(0).Words());
        Assert.Equal(2, editor.Save(0, error.Current.Revision, [.. error.Current.Boxes, Edits.New("pin", 5, 5, 9, 9)]).Boxes.Count);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_saved_is_what_is_read_after_any_edits(AnnotationFormat format) => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed =>
        {
            using var folder = new DatasetFolder().Image("a.png").Image("b.png");
            var random = new Random(seed);
            var editor = DatasetEditor.Open(folder.Path, new() { Format = format, Classes = ["pin", "pad"] });
            IReadOnlyList<EditedBox> expected = [];
            for (var step = 0; step < 8; step++)
            {
                expected = [.. editor.Read(0).Boxes.Where(_ => random.Next(4) > 0).Select(b => random.Next(2) == 0 ? b : Moved(b)), .. Enumerable.Range(0, random.Next(3)).Select(_ => Moved(null))];
                editor.Save(0, editor.Read(0).Revision, expected);
            }

            var words = new PictureLabels("", true, 0, 0, expected).Words().Order();
            var read = DatasetEditor.Open(folder.Path, format == AnnotationFormat.Yolo || expected.Count > 0 ? null : new() { Format = format });
            return read.Read(0).Words().Order().SequenceEqual(words) && !read.Read(1).IsLabelled;

            EditedBox Moved(EditedBox? box)
            {
                var (x, y) = (random.Next(90), random.Next(70));
                return (box ?? Edits.New("pin", 0, 0, 1, 1)) with { Class = random.Next(2) == 0 ? "pin" : "pad", X1 = x, Y1 = y, X2 = x + 1 + random.Next(9), Y2 = y + 1 + random.Next(9) };
            }
        }).QuickCheckThrowOnFailure();

    // Stored as 23x17 pixels; orientation 6 makes it 17x23. A new box would be drawn on another picture than the old ones.
    [Theory]
    [InlineData("a.xml", """
        <annotation><filename>a.jpg</filename><size><width>WIDTH</width><height>HEIGHT</height></size>
        <object><name>pin</name><bndbox><xmin>2</xmin><ymin>1</ymin><xmax>9</xmax><ymax>5</ymax></bndbox></object></annotation>
        """)]
    [InlineData("all.json", """
        {"images":[{"id":1,"file_name":"a.jpg","width":WIDTH,"height":HEIGHT}],
         "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[2,1,7,4]}],"categories":[{"id":1,"name":"pin"}]}
        """)]
    public void Boxes_drawn_on_stored_pixels_are_not_edited(string name, string labels)
    {
        foreach (var (width, height, isStored) in ((string, string, bool)[])[("23", "17", true), ("17", "23", false)])
        {
            using var folder = new DatasetFolder().Text(name, labels.Replace("WIDTH", width, StringComparison.Ordinal).Replace("HEIGHT", height, StringComparison.Ordinal));
            File.Copy(Repository.Fixture("pictures/orientation-6.jpg"), Path.Combine(folder.Path, "a.jpg"));
            var editor = DatasetEditor.Open(folder.Path);
            Assert.Equal(["pin"], editor.Classes);
            Assert.Equal(isStored ? 0 : 1, editor.ToDataset([0]).Images.Count);
            if (isStored) Assert.Contains("a.jpg: its boxes were drawn before", Assert.Throws<InvalidDataException>(() => editor.Read(0)).Message, StringComparison.Ordinal);
            else Assert.Equal(["pin 2 1 9 5"], editor.Read(0).Words());
        }
    }

    // A save that fails in the middle, here because the folder cannot be written, leaves the file as it was and no remains.
    [LinuxFact]
    public void A_save_that_fails_leaves_the_labels_as_they_were()
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a.xml", "a.png", ("pin", "1 2 30 40"));
        var editor = DatasetEditor.Open(folder.Path);
        var (file, now) = (Path.Combine(folder.Path, "a.xml"), editor.Read(0));
        var text = File.ReadAllText(file);
        File.Delete(file);
        Directory.CreateDirectory(file);
        Assert.ThrowsAny<Exception>(() => editor.Save(0, "none", [Edits.New("pin", 5, 5, 9, 9)]));
        Directory.Delete(file);
        File.WriteAllText(file, text);
        Assert.Equal(now.Revision, editor.Read(0).Revision);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Wrong_boxes_and_classes_are_refused_and_nothing_is_written()
    {
        using var folder = new DatasetFolder().Image("a.png");
        var editor = DatasetEditor.Open(folder.Path, new() { Classes = ["pin"] });
        foreach (var box in (EditedBox[])[Edits.New("pin", 5, 5, 5, 9), Edits.New("pin", double.NaN, 5, 6, 9), Edits.New("pin", 5, 5, double.PositiveInfinity, 9), Edits.New("pad", 5, 5, 6, 9)])
            Assert.Throws<ArgumentException>(() => editor.Save(0, "none", [box]));
        foreach (var name in (string[])["", "  ", "a\nb", "a\0", "pin", " pin ", "\ud83d", new string('x', 201)])
            Assert.Throws<ArgumentException>(() => editor.AddClass(name));
        editor.AddClass("🦅 gannet");
        Assert.Equal(["pin", "🦅 gannet"], editor.Classes);
        Assert.False(File.Exists(Path.Combine(folder.Path, "a.xml")));
    }

    [Fact]
    public void A_key_that_nobody_gave_makes_a_new_box()
    {
        using var folder = new DatasetFolder().Image("a.png");
        var editor = DatasetEditor.Open(folder.Path, new() { Classes = ["pin"] });
        Assert.Equal(["pin 1 2 3 4"], editor.Save(0, "none", [Edits.New("pin", 1, 2, 3, 4) with { Key = "../../x" }]).Words());
    }

    [Theory]
    [InlineData("a.csv", "filename,width,height,class,xmin,ymin,xmax,ymax\na.png,100,80,pin,1,2,3,4\n", "gannet data convert")]
    [InlineData("a.json", """{"shapes":[{"label":"pin","points":[[1,2],[3,4]],"shape_type":"rectangle"}],"imagePath":"a.png","imageWidth":100,"imageHeight":80}""", "gannet data convert")]
    public void Other_formats_say_what_to_do(string name, string text, string cure)
    {
        using var folder = new DatasetFolder().Image("a.png").Text(name, text);
        Assert.Contains(cure, Assert.Throws<InvalidDataException>(() => DatasetEditor.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_set_keeps_its_format_and_a_folder_needs_pictures()
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a.xml", "a.png", ("pin", "1 2 30 40"));
        Assert.Contains("Voc", Assert.Throws<InvalidDataException>(() => DatasetEditor.Open(folder.Path, new() { Format = AnnotationFormat.Coco })).Message, StringComparison.Ordinal);
        using var empty = new DatasetFolder().Text("readme.md", "x");
        Assert.Contains("no picture", Assert.Throws<InvalidDataException>(() => DatasetEditor.Open(empty.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_labelled_pictures_are_a_data_set()
    {
        using var folder = new DatasetFolder().Image("a.png").Image("b.png").Xml("b.xml", "b.png", ("pin", "90 2 130 40"), ("pad", "1 1 1 5"));
        var editor = DatasetEditor.Open(folder.Path);
        var dataset = editor.ToDataset([1]);
        var image = Assert.Single(dataset.Images);
        Assert.Equal((2, "b.png", 100), (image.Id, image.FileName, image.Width));
        Assert.Equal((new Box(90, 2, 100, 40), 1L), (Assert.Single(image.Annotations).Box, image.Annotations[0].Id));
    }
}
