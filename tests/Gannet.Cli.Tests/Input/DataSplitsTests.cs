using Gannet.Cli.Input;
using Gannet.Datasets.Reading;
using Gannet.Imaging.Codecs;

namespace Gannet.Cli.Tests.Input;

public sealed class DataSplitsTests
{
    [Fact]
    public void Pictures_are_apart_if_one_is_learnt_from_and_the_other_scored()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("images"));
        string[] names = ["a", "b", "c"];
        foreach (var name in names)
        {
            ImageEncoder.Write(new Image(40, 40), folder.File($"images/{name}.png"));
            Directory.CreateDirectory(folder.File("labels"));
            File.WriteAllText(folder.File($"labels/{name}.txt"), "0 .5 .5 .5 .5\n");
        }

        File.WriteAllText(folder.File("train.txt"), "images/a.png\nimages/b.png\n");
        File.WriteAllText(folder.File("val.txt"), "images/c.png\n");
        File.WriteAllText(folder.File("data.yaml"), "train: train.txt\nval: val.txt\nnames: [cell]\n");
        var whole = DatasetReader.Read(folder.Path);
        var splits = DataSplits.Read(folder.Path, new(), whole);
        Assert.Equal([("train", 2), ("val", 1)], splits.All);
        Assert.Empty(splits.Shared);
        Assert.Null(splits.Describe(new(0, 1, 3), whole.Dataset.Images).Apart);
        Assert.Equal(("train", "val"), splits.Describe(new(0, 2, 3), whole.Dataset.Images).Apart);
        Assert.Empty(DataSplits.Read(folder.Path, new() { Split = "val" }, whole).All);
    }
}
