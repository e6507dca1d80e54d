using Gannet.Datasets.Editing;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Editing;

public class YoloEditorTests
{
    private const string Yaml = "# my data\ntrain: images\nval: images # the same\nnc: 2\nnames: ['pin', \"pad\"]  # two\ndownload: no\n";

    private static DatasetFolder Folder() => new DatasetFolder().Text("data.yaml", Yaml).Image("images/a.png").Image("images/b.png");

    [Fact]
    public void Lines_that_are_not_edited_keep_their_text()
    {
        const string Lines = "0 0.50000001 .5 0.2 0.2\n1 0.1 0.1 0.3 0.1 0.3 0.4\nnot a box\n7 .5 .5 .1 .1\n";
        using var folder = Folder().Text("labels/a.txt", Lines);
        var file = Path.Combine(folder.Path, "labels", "a.txt");
        var editor = DatasetEditor.Open(folder.Path);
        Assert.Equal(["pin 40 32 60 48", "pad 10 8 30 32"], editor.Read(0).Words());
        Assert.True(editor.Read(0).Boxes[1].HasOutline);
        editor.Change(0, static boxes => boxes);
        Assert.Equal(Lines, File.ReadAllText(file));

        editor.Change(0, static boxes => [boxes[0] with { Class = "pad" }, boxes[1], Edits.New("pin", 10, 8, 20, 16)]);
        Assert.Equal("1 0.50000001 .5 0.2 0.2\n1 0.1 0.1 0.3 0.1 0.3 0.4\nnot a box\n7 .5 .5 .1 .1\n0 0.150000 0.150000 0.100000 0.100000\n", File.ReadAllText(file));
    }

    [Fact]
    public void An_outline_goes_with_its_box()
    {
        using var folder = Folder().Text("labels/a.txt", "1 0.1 0.1 0.3 0.1 0.3 0.4\n");
        var editor = DatasetEditor.Open(folder.Path);
        var moved = editor.Change(0, static boxes => [boxes[0] with { X1 = 20, X2 = 60, Y1 = 16, Y2 = 40 }]);
        Assert.Equal(["pad 20 16 60 40"], moved.Words());
        Assert.Equal("1 0.200000 0.200000 0.600000 0.200000 0.600000 0.500000\n", File.ReadAllText(Path.Combine(folder.Path, "labels", "a.txt")));
    }

    [Fact]
    public void A_bare_folder_becomes_YOLO_if_asked()
    {
        using var folder = new DatasetFolder().Image("a.png").Image("deep/b.png");
        var editor = DatasetEditor.Open(folder.Path, new() { Format = AnnotationFormat.Yolo, Classes = ["pin"] });
        editor.AddClass("a \"b\": #c");
        editor.Change(1, static _ => [Edits.New("a \"b\": #c", 1, 2, 30, 40)]);
        var read = folder.Read(new() { Strict = true }).Dataset;
        Assert.Equal(["pin", "a \"b\": #c"], read.Classes);
        Assert.Equal([0, 1], read.Images.Select(static i => i.Annotations.Count));
        Assert.Equal(new Box(1, 2, 30, 40), read.Images[1].Annotations[0].Box);
    }

    [Fact]
    public void Classes_change_and_the_rest_of_the_YAML_stays()
    {
        using var folder = Folder();
        var editor = DatasetEditor.Open(folder.Path);
        editor.AddClass("via");
        editor.RenameClass("pin", "Pin");
        var text = File.ReadAllText(Path.Combine(folder.Path, "data.yaml"));
        Assert.Equal("# my data\ntrain: images\nval: images # the same\nnc: 3\nnames:\n  0: \"Pin\"\n  1: \"pad\"\n  2: \"via\"  # two\ndownload: no\n", text);
        Assert.Equal(["Pin", "pad", "via"], folder.Read().Dataset.Classes);
    }

    [Theory]
    [InlineData("names:\n- pin\n- pad\n# end\ntrain: .\n")]
    [InlineData("names:\n  0: pin\n  1: pad\n\n# end\ntrain: .\n")]
    [InlineData("train: .\nnames:\n  - pin\n  - 'pad'")]
    public void Every_form_of_the_list_is_understood(string yaml)
    {
        using var folder = new DatasetFolder().Text("data.yaml", yaml).Image("a.png");
        DatasetEditor.Open(folder.Path).AddClass("via");
        Assert.Equal(["pin", "pad", "via"], folder.Read().Dataset.Classes);
        Assert.Equal(yaml.Contains("# end", StringComparison.Ordinal), File.ReadAllText(Path.Combine(folder.Path, "data.yaml")).Contains("# end\ntrain: .", StringComparison.Ordinal));
    }

    [Fact]
    public void Classes_in_a_list_are_changed_there()
    {
        using var folder = new DatasetFolder().Text("classes.txt", "pin\npad\n").Image("a.png").Text("a.txt", "0 .5 .5 .2 .2\n");
        var editor = DatasetEditor.Open(folder.Path);
        editor.AddClass("via");
        editor.RenameClass("pad", "Pad");
        Assert.Equal("pin\nPad\nvia\n", File.ReadAllText(Path.Combine(folder.Path, "classes.txt")));
    }

    [Fact]
    public void Nothing_here_is_an_empty_file_and_not_labelled_is_none()
    {
        using var folder = Folder();
        var (editor, file) = (DatasetEditor.Open(folder.Path), Path.Combine(folder.Path, "labels", "b.txt"));
        Assert.True(editor.Change(1, static _ => []).IsLabelled);
        Assert.Equal("", File.ReadAllText(file));
        Assert.False(editor.Change(1, static _ => [], isLabelled: false).IsLabelled);
        Assert.False(File.Exists(file));
    }
}
