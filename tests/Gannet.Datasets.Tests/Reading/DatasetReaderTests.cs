using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Reading;

public partial class DatasetReaderTests
{
    [Fact]
    public void What_is_not_there_is_said()
    {
        Assert.Throws<DirectoryNotFoundException>(() => DatasetReader.Read("/no/such/folder"));
        using var folder = new DatasetFolder().Image("a/b/c.png");
        var error = Assert.Throws<InvalidDataException>(() => folder.Read());
        Assert.Contains("no annotations found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_set_in_a_folder_in_a_folder_is_found()
    {
        using var folder = new DatasetFolder().Image("unpacked/boards/train/a.png").Xml("unpacked/boards/train/a.xml", "a.png")
            .Xml("unpacked/boards/val/b.xml", "b.png");
        Assert.Equal(["train", "val"], DatasetReader.Splits(folder.Path));
        Assert.Equal(AnnotationFormat.Voc, DatasetReader.DetectFormat(folder.Path));
    }

    [Fact]
    public void A_folder_of_pictures_that_is_not_there_is_an_error()
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a.xml", "a.png");
        Assert.Throws<DirectoryNotFoundException>(() => folder.Read(new() { ImagesFolder = "/no/such/folder" }));
    }

    [Fact]
    public void Boxes_are_kept_as_written_when_asked()
    {
        using var folder = new DatasetFolder().Image("a.png").Xml("a.xml", "a.png", ("pin", "50 5 150 40"), ("pin", "5 5 5 5"));
        var reading = folder.Read(new() { ClipBoxes = false });
        Assert.Empty(reading.Problems);
        Assert.Equal(new Box(50, 5, 150, 40), reading.Dataset.Images[0].Annotations[0].Box);
    }
}
