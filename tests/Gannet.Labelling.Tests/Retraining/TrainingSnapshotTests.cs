using Gannet.Datasets.Editing;
using Gannet.Datasets.Reading;
using Gannet.Imaging.Codecs;
using Gannet.Labelling.Retraining;
using Gannet.Training.Setup;

namespace Gannet.Labelling.Tests.Retraining;

public class TrainingSnapshotTests
{
    [Fact]
    public void Only_labelled_pictures_are_learnt_and_test_pictures_never()
    {
        using var folder = new TemporaryFolder();
        var number = 0;
        foreach (var (split, count) in (ReadOnlySpan<(string, int)>)[("train", 3), ("valid", 2), ("test", 2)])
        {
            for (var k = 0; k < count; k++) ImageEncoder.Write(LabelPage.Picture(number++), Folder($"{split}/{k}.png"));
        }

        File.WriteAllText(folder.File("train/0.xml"), "<annotation><object><name>pin</name><difficult>1</difficult><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object></annotation>");
        foreach (var negative in (string[])["train/1", "valid/0", "test/0"]) File.WriteAllText(folder.File(negative + ".xml"), "<annotation/>");
        var project = new LabelProject(DatasetEditor.Open(folder.Path));
        Assert.Equal((2, 1), TrainingSnapshot.Write(project, folder.File("snapshot")));

        var data = TrainingData.Read(folder.File("snapshot"), trainSplit: null);
        Assert.Empty(data.Problems);
        Assert.Equal([folder.File("train/0.png"), folder.File("train/1.png")], data.Training.Images.Select(static i => i.Path));
        Assert.Equal(folder.File("valid/0.png"), Assert.Single(data.Validation!.Images).Path);
        var label = Assert.Single(data.Training.Images[0].Annotations);
        Assert.Equal((new Box(1, 2, 30, 40), true, "pin"), (label.Box, label.IsDifficult, data.Training.Classes[label.Label]));
        Assert.Single(DatasetReader.Read(folder.File("snapshot"), new() { Split = "val", Strict = true }).Dataset.Images);

        string Folder(string name)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
            return folder.File(name);
        }
    }
}
