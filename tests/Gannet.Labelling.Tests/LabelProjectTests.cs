using Gannet.Datasets.Editing;
using Gannet.Imaging.Codecs;

namespace Gannet.Labelling.Tests;

public class LabelProjectTests
{
    [Fact]
    public void States_follow_the_files_and_a_broken_one_does_not_hide_the_others()
    {
        using var folder = new TemporaryFolder();
        for (var k = 0; k < 3; k++) ImageEncoder.Write(LabelPage.Picture(k), folder.File($"{k}.png"));
        File.WriteAllText(folder.File("0.xml"), "<annotation>");
        File.WriteAllText(folder.File("1.xml"), "<annotation/>");
        var project = new LabelProject(DatasetEditor.Open(folder.Path, new() { Classes = ["pin"] }));
        Assert.Contains("0.xml", project.StateOf(0).Problem, StringComparison.Ordinal);
        Assert.Equal([1], project.Labelled());
        Assert.Equal([2], project.Unlabelled());
        var version = project.Version;
        project.Save(2, project.Read(2).Revision, [new() { Class = "pin", X1 = 1, Y1 = 1, X2 = 9, Y2 = 9 }], true);
        Assert.Equal((1, version + 1), (project.StateOf(2).Boxes, project.Version));

        File.WriteAllText(folder.File("0.xml"), "<annotation/>");
        project.Read(0);
        Assert.Equal([0, 1, 2], project.Labelled());
    }
}
