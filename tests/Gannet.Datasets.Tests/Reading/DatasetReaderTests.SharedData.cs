using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Reading;

// Real data sets as published.
public partial class DatasetReaderTests
{
    [SharedDataFact("data/bccd")]
    public void Blood_cells_in_VOC_folders()
    {
        var path = Repository.Shared("data/bccd");
        Assert.Equal(["test", "train", "trainval", "val"], DatasetReader.Splits(path));
        var reading = DatasetReader.Read(path);
        Assert.Equal(AnnotationFormat.Voc, reading.Dataset.Format);
        Assert.Equal(["Platelets", "RBC", "WBC"], reading.Dataset.Classes);
        Assert.Equal(364, reading.Dataset.Images.Count);
        Assert.Equal(2, reading.Problems.Count(static p => p.Kind == DataProblemKind.EmptyBox));
        Assert.Contains(
            reading.Problems, static p => p.File.EndsWith("BloodImage_00338.xml", StringComparison.Ordinal)
                && p.Where!.StartsWith("line ", StringComparison.Ordinal));

        var boxes = reading.Dataset.CountAnnotations();
        Assert.Equal(4888, boxes + reading.LeftOut);
        Assert.Equal(292, DatasetReader.Read(path, new() { Split = "trainval" }).Dataset.Images.Count);
        Assert.Equal(72, DatasetReader.Read(path, new() { Split = "test" }).Dataset.Images.Count);
    }

    [SharedDataFact("data/microcontroller")]
    public void Boards_with_XML_beside_the_pictures()
    {
        var path = Repository.Shared("data/microcontroller");
        Assert.Equal(["test", "train"], DatasetReader.Splits(path));
        var reading = DatasetReader.Read(path);
        Assert.Equal(149, reading.Dataset.Images.Count);
        Assert.Equal(4, reading.Dataset.Classes.Count);
        Assert.Equal(177, reading.Dataset.CountAnnotations() + reading.LeftOut);
        Assert.Equal(7, DatasetReader.Read(path, new() { Split = "test" }).Dataset.Images.Count);
    }

    [SharedDataFact("data/microcontroller")]
    public void The_same_boards_from_CSV()
    {
        var fromXml = DatasetReader.Read(Repository.Shared("data/microcontroller"), new() { Split = "test" }).Dataset;
        var fromCsv = DatasetReader.Read(
            Repository.Shared("data/microcontroller/images/test_labels.csv"), new() { Classes = fromXml.Classes }).Dataset;
        Assert.Equal(AnnotationFormat.Csv, fromCsv.Format);
        Assert.Equal(fromXml.CountAnnotations(), fromCsv.CountAnnotations());
        foreach (var picture in fromCsv.Images)
        {
            Assert.Equal(fromXml.Images.Single(p => p.Path == picture.Path).Annotations, picture.Annotations);
        }
    }

    [SharedDataFact("data/coco-oracle")]
    public void COCO_pictures_that_are_not_there_are_an_error_that_says_where_to_look()
    {
        var path = Repository.Shared("data/coco-oracle/instances_val2014_100.json");
        var error = Assert.Throws<FileNotFoundException>(() => DatasetReader.Read(path));
        Assert.Contains("instances_val2014_100.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("--images", error.Message, StringComparison.Ordinal);
        var reading = DatasetReader.Read(path, new() { RequireImages = false, ClipBoxes = false });
        Assert.Equal(100, reading.Dataset.Images.Count);
        Assert.Equal(839, reading.Dataset.CountAnnotations());
        Assert.Equal(9, reading.Dataset.Images.Sum(static p => p.Annotations.Count(static a => a.IsCrowd)));
        Assert.Equal(90, reading.Dataset.CategoryIds[^1]);
    }
}
