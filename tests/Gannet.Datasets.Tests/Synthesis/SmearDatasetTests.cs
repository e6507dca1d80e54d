using Gannet.Datasets.Reading;
using Gannet.Datasets.Synthesis;
using Gannet.Imaging.Codecs;
using Gannet.Kernels.Overlaps;

namespace Gannet.Datasets.Tests.Synthesis;

public sealed class SmearDatasetTests
{
    [Theory]
    [InlineData(AnnotationFormat.Coco)]
    [InlineData(AnnotationFormat.Voc)]
    [InlineData(AnnotationFormat.Yolo)]
    [InlineData(AnnotationFormat.Csv)]
    public void What_is_written_is_read_again(AnnotationFormat format)
    {
        using var folder = new TemporaryFolder();
        var options = new SmearDatasetOptions { Images = 3, Validation = 2, Format = format };
        var splits = SmearDataset.Write(folder.File("cells"), options);
        Assert.Equal([("train", 3), ("val", 2)], splits.Select(static split => (split.Name, split.Images)));

        var synthesizer = new SmearSynthesizer();
        var reading = DatasetReader.Read(folder.File("cells"), new() { Split = "train", Classes = SmearSynthesizer.Classes });
        Assert.Empty(reading.Problems);
        for (var i = 0; i < 3; i++)
        {
            var field = synthesizer.Make(i);
            var picture = reading.Dataset.Images[i];
            Assert.Equal(field.Image.Pixels, ImageDecoder.Decode(picture.Path).Pixels);
            Assert.Equal(field.Cells.Select(static cell => cell.Label), picture.Annotations.Select(static cell => cell.Label));
            Assert.All(field.Cells.Zip(picture.Annotations), static pair => Assert.InRange(Iou.Of(pair.First.Box, pair.Second.Box), 0.9f, 1));
        }

        Assert.Equal(format == AnnotationFormat.Coco ? reading.Dataset.CountAnnotations() : 0, reading.Dataset.CountOutlines());
        Assert.Equal(splits[1].Cells, DatasetReader.Read(folder.File("cells"), new() { Split = "val" }).Dataset.CountAnnotations());
    }

    [Fact]
    public void More_training_pictures_leave_the_validation_pictures_alone()
    {
        using var folder = new TemporaryFolder();
        var few = SmearDataset.Write(folder.File("few"), new() { Images = 1, Validation = 1 });
        var more = SmearDataset.Write(folder.File("more"), new() { Images = 2, Validation = 1 });
        Assert.Equal(few[1], more[1]);
    }

    [Fact]
    public void Bad_options_leave_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentOutOfRangeException>(() => SmearDataset.Write(folder.File("cells"), new() { Images = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SmearDataset.Write(folder.File("cells"), new() { Fields = new() { Height = 1 } }));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
