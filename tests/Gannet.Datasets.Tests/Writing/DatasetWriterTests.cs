using FsCheck;
using FsCheck.Fluent;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Writing;
using Gannet.Masks;

namespace Gannet.Datasets.Tests.Writing;

public class DatasetWriterTests
{
    [Theory]
    [InlineData(AnnotationFormat.Coco)]
    [InlineData(AnnotationFormat.Voc)]
    [InlineData(AnnotationFormat.Yolo)]
    [InlineData(AnnotationFormat.Csv)]
    public void Reading_what_was_written_gives_the_same(AnnotationFormat format)
    {
        using var source = new TemporaryFolder();
        for (var i = 0; i < 4; i++) ImageStub.Write(source.File($"{i}.png"), 100 + i, 80);

        Prop.ForAll(Datasets(source, format), splits =>
        {
            using var target = new TemporaryFolder();
            Assert.Empty(DatasetWriter.Write(target.Path, splits, new() { Format = format }));
            Assert.Equal(splits.Select(static s => s.Split!).Order(), DatasetReader.Splits(target.Path).Order());
            foreach (var split in splits)
            {
                var reading = DatasetReader.Read(target.Path, new() { Split = split.Split, Strict = true });
                Assert.Equal(format, reading.Dataset.Format);
                AssertSame(split, reading.Dataset);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    // A line break ends a row in CSV, and both formats trim spaces.
    [Theory]
    [InlineData(AnnotationFormat.Csv, "two\nlines")]
    [InlineData(AnnotationFormat.Voc, "two\nlines")]
    [InlineData(AnnotationFormat.Voc, " blank")]
    public void A_class_name_that_would_not_read_back_is_refused(AnnotationFormat format, string name)
    {
        using var source = new TemporaryFolder();
        var dataset = Dataset(AnnotationFormat.Coco, null, Image(source, 0)) with { Classes = [name, "b"] };
        using var target = new TemporaryFolder();
        var error = Assert.Throws<InvalidDataException>(() => DatasetWriter.Write(target.Path, dataset, new() { Format = format }));
        Assert.DoesNotContain('\n', error.Message);
        DatasetWriter.Write(target.Path, dataset, new() { Format = AnnotationFormat.Yolo });
        Assert.Equal([name, "b"], DatasetReader.Read(target.Path).Dataset.Classes);
    }

    [Fact]
    public void COCO_keeps_crowds_outlines_areas_and_numbers()
    {
        using var source = new TemporaryFolder();
        var picture = Image(source, 0,
            new() { Box = new(1, 2, 30, 40), Label = 1, IsCrowd = true, Area = 77.5, Id = 9, Segmentation = new([], new RunLengths(80, 100, [1, 2, 7997])) },
            new() { Box = new(258.15f - 200, 41.29f, 99.41f, 70.07f), Label = 0, Id = 4, IsDifficult = true, Segmentation = new([[1.5, 2, 3, 4, 5, 6.25]]) });
        var dataset = Dataset(AnnotationFormat.Coco, null, picture with { Id = 523 }) with { CategoryIds = [18, 90] };
        using var target = new TemporaryFolder();
        DatasetWriter.Write(target.Path, dataset);
        var read = DatasetReader.Read(target.Path, new() { Strict = true }).Dataset;

        Assert.Null(read.Split);
        Assert.Equal([18, 90], read.CategoryIds);
        Assert.Equal(523, read.Images[0].Id);
        var (crowd, other) = (read.Images[0].Annotations[0], read.Images[0].Annotations[1]);
        Assert.Equal((true, 77.5, 9), (crowd.IsCrowd, crowd.Area, crowd.Id));
        Assert.Equal([1, 2, 7997], crowd.Segmentation!.Runs!.Counts);
        Assert.Equal(picture.Annotations[1].Box, other.Box);
        Assert.Equal((true, 4), (other.IsDifficult, other.Id));
        Assert.Equal([1.5, 2, 3, 4, 5, 6.25], other.Segmentation!.Polygons[0]);
    }

    [Theory]
    [InlineData(AnnotationFormat.Voc, "1 crowds are marked as difficult")]
    [InlineData(AnnotationFormat.Yolo, "1 crowds are left out")]
    [InlineData(AnnotationFormat.Csv, "1 crowds are left out")]
    public void What_a_format_cannot_hold_is_said(AnnotationFormat format, string loss)
    {
        using var source = new TemporaryFolder();
        using var target = new TemporaryFolder();
        var picture = Image(source, 0, new Annotation { Box = new(1, 2, 30, 40), Label = 0, IsCrowd = true });
        var losses = DatasetWriter.Write(target.Path, Dataset(format, null, picture), new() { Format = format });
        Assert.StartsWith(loss, Assert.Single(losses), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AnnotationFormat.Coco)]
    [InlineData(AnnotationFormat.Voc)]
    [InlineData(AnnotationFormat.Yolo)]
    [InlineData(AnnotationFormat.Csv)]
    public void Pictures_of_one_name_from_two_folders_stay_two(AnnotationFormat format)
    {
        using var source = new TemporaryFolder();
        var one = ImageStub.Write(source.File("a/x.png"), 100);
        var two = ImageStub.Write(source.File("b/x.png"), 50);
        AnnotatedImage[] pictures =
        [
            new() { FileName = "../x.png", Path = one, Id = 1, Width = 100, Height = 80 },
            new() { FileName = "/x.png", Path = two, Id = 2, Width = 50, Height = 80, Annotations = [new() { Box = new(0, 0, 5, 5), Label = 1 }] },
        ];
        using var target = new TemporaryFolder();
        DatasetWriter.Write(target.File("out"), Dataset(format, "train", pictures), new() { Format = format });
        var read = DatasetReader.Read(target.File("out"), new() { Strict = true }).Dataset;
        Assert.Equal([50, 100], read.Images.Select(static p => p.Width).Order());
        Assert.Single(read.Images.Single(static p => p.Width == 50).Annotations);
        Assert.Single(Directory.GetFileSystemEntries(target.Path));
    }

    [Fact]
    public void Links_point_at_the_pictures()
    {
        using var source = new TemporaryFolder();
        using var target = new TemporaryFolder();
        var picture = Image(source, 0);
        DatasetWriter.Write(target.Path, Dataset(AnnotationFormat.Coco, "train", picture), new() { Images = ImagePlacement.Link });
        Assert.Equal(picture.Path, new FileInfo(DatasetReader.Read(target.Path).Dataset.Images[0].Path).LinkTarget);
    }

    [Fact]
    public void A_folder_with_something_in_it_is_refused()
    {
        using var target = new TemporaryFolder();
        File.WriteAllText(target.File("mine.txt"), "");
        Assert.Throws<InvalidDataException>(() => DatasetWriter.Write(target.Path, Dataset(AnnotationFormat.Coco, null)));
    }

    [Fact]
    public void YOLO_knows_three_splits_only()
    {
        using var target = new TemporaryFolder();
        using var source = new TemporaryFolder();
        var picture = Image(source, 0);
        var (train, both) = (Dataset(AnnotationFormat.Yolo, "train", picture), Dataset(AnnotationFormat.Yolo, "trainval", picture));
        var error = Assert.Throws<InvalidDataException>(
            () => DatasetWriter.Write(target.Path, both, new() { Format = AnnotationFormat.Yolo }));
        Assert.Contains("'trainval'", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(target.Path));

        var losses = DatasetWriter.Write(target.Path, [train, both], new() { Format = AnnotationFormat.Yolo });
        Assert.Contains("'trainval' only repeats", Assert.Single(losses), StringComparison.Ordinal);
        Assert.Equal(["train"], DatasetReader.Splits(target.Path));
    }

    private static void AssertSame(AnnotatedDataset expected, AnnotatedDataset actual)
    {
        Assert.Equal(expected.Classes, actual.Classes);
        Assert.Equal(expected.Images.Select(static p => p.FileName), actual.Images.Select(static p => p.FileName));
        foreach (var (a, b) in expected.Images.Zip(actual.Images))
        {
            Assert.Equal((a.Width, a.Height), (b.Width, b.Height));
            Assert.Equal(
                a.Annotations.Select(static x => (x.Box, x.Label, x.IsCrowd, x.IsDifficult)), b.Annotations.Select(
                    static x => (x.Box, x.Label, x.IsCrowd, x.IsDifficult)));
            Assert.Equal(File.ReadAllBytes(a.Path), File.ReadAllBytes(b.Path));
        }
    }

    private static AnnotatedImage Image(TemporaryFolder source, int index, params IReadOnlyList<Annotation> annotations) => new()
    {
        FileName = $"{index}.png",
        Path = ImageStub.Write(source.File($"{index}.png"), 100 + index),
        Id = index + 1,
        Width = 100 + index,
        Height = 80,
        Annotations = annotations,
    };

    private static AnnotatedDataset Dataset(AnnotationFormat format, string? split, params IReadOnlyList<AnnotatedImage> pictures) =>
        new()
        {
            Root = "/scene",
            Format = format,
            Classes = ["zebra, \"striped\"", "ant #2"],
            CategoryIds = [1, 2],
            Images = pictures,
            Split = split,
        };

    // Two splits over four pictures, some without boxes; coordinates in 1/7 pixel, which no format's decimals represent exactly.
    private static Arbitrary<AnnotatedDataset[]> Datasets(TemporaryFolder source, AnnotationFormat format) => Arb.From(
        from boxes in Gen.ArrayOf(Gen.ArrayOf(Boxes(format), 3), 4)
        from counts in Gen.ArrayOf(Gen.Choose(0, 3), 4)
        let pictures = boxes.Select(
            (list, i) => Image(source, i, [.. list.Take(counts[i]).DistinctBy(static a => (a.Box, a.Label))])).ToList()
        select new[] { Dataset(format, "train", pictures[..3]), Dataset(format, "val", pictures[3..]) });

    private static Gen<Annotation> Boxes(AnnotationFormat format) =>
        from x in Gen.Choose(0, 400)
        from y in Gen.Choose(0, 300)
        from w in Gen.Choose(1, 300)
        from h in Gen.Choose(1, 250)
        from label in Gen.Choose(0, 1)
        from flags in Gen.Choose(0, 3)
        select new Annotation
        {
            Box = new Box(x / 7f, y / 7f, (x + w) / 7f, (y + h) / 7f),
            Label = label,
            IsCrowd = format == AnnotationFormat.Coco && flags == 1,
            IsDifficult = format is AnnotationFormat.Coco or AnnotationFormat.Voc && flags == 2,
        };
}
