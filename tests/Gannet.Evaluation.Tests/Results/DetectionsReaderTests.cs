using Gannet.Datasets;
using Gannet.Datasets.Tests;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;
using Gannet.Masks;

namespace Gannet.Evaluation.Tests.Results;

public class DetectionsReaderTests
{
    private static readonly AnnotatedDataset s_dataset = Scene.Dataset(2, Scene.Image(7), Scene.Image(9)) with { CategoryIds = [18, 90] };

    [Fact]
    public void What_was_written_reads_back()
    {
        ImageDetections[] written =
        [
            new(9, "9.jpg", [new(new(1.5f, 2, 30, 40.25f), 1, .75f), new(new(0, 0, 5, 5), 0, .1f)]),
            new(7, "7.jpg", []),
        ];
        using var folder = new TemporaryFolder();
        using (var stream = File.Create(folder.File("d.json"))) DetectionsWriter.Write(
            stream, written, s_dataset.Classes, s_dataset.CategoryIds);

        var read = DetectionsReader.Read(folder.File("d.json"), s_dataset);
        Assert.Empty(read[0]);
        Assert.Equal(written[0].Detections, read[1]);
        Assert.Contains(
            "\"category_id\":90,\"category\":\"class1\",\"bbox\":[1.5,2,28.5,38.25]", File.ReadAllText(folder.File("d.json")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"image_id": 9, "category_id": 18, "bbox": [0, 0, 1, 1], "score": 1}""")]
    [InlineData("""{"file_name": "9.jpg", "category": "class0", "bbox": [0, 0, 1, 1], "score": 1}""")]
    [InlineData("""{"file_name": "some/folder/9.jpg", "category_id": 18, "bbox": [0, 0, 1, 1], "score": 1}""")]
    [InlineData("""{"image_id": 1, "file_name": "9.jpg", "category_id": 18, "bbox": [0, 0, 1, 1], "score": 1}""")]
    [InlineData("""{"image_id": 7, "file_name": "9.jpg", "category_id": 90, "category": "class0", "bbox": [0, 0, 1, 1], "score": 1}""")]
    public void A_row_finds_its_picture_and_class(string row)
    {
        var lists = Read($"[{row}]");
        Assert.Equal(new DetectedObject(new(0, 0, 1, 1), 0, 1), Assert.Single(lists[1]));
    }

    [Theory]
    [InlineData("""{"image_id": 8, "category_id": 18, "bbox": [0, 0, 1, 1], "score": 1}""", "picture 8")]
    [InlineData("""{"file_name": "8.jpg", "category_id": 18, "bbox": [0, 0, 1, 1], "score": 1}""", "'8.jpg'")]
    [InlineData("""{"category_id": 18, "bbox": [0, 0, 1, 1], "score": 1}""", "image_id")]
    [InlineData("""{"image_id": "nine", "category_id": 18, "bbox": [0, 0, 1, 1], "score": 1}""", "picture nine")]
    [InlineData("""{"image_id": 9, "category_id": 18, "bbox": [0, 0, 1], "score": 1}""", "bbox")]
    [InlineData("""{"image_id": 9, "category_id": 18, "bbox": [0, 0, 1, 1e300], "score": 1}""", "bbox")]
    [InlineData("""{"image_id": 9, "category_id": 18, "bbox": [0, 0, 1, 1], "score": "high"}""", "score")]
    [InlineData("""{"image_id": 9, "category_id": 18, "bbox": [0, 0, 1, 1]}""", "score")]
    [InlineData("""{"image_id": 9, "category_id": 18, "bbox": [0, 0, 1, 1], "score": 1e999}""", "score")]
    [InlineData("""{"image_id": 9, "category_id": 18, "bbox": [0, 0, 1, 1], "score": NaN}""", "valid JSON")]
    [InlineData("""{"image_id": 9, "category_id": 18, "segmentation": {"size": [200, 200], "counts": "!"}, "score": 1}""", "letter 1")]
    [InlineData("""{"image_id": 9, "category_id": 18, "segmentation": {"size": [2, 2], "counts": [4]}, "score": 1}""", "2×2")]
    [InlineData("""{"image_id": 9, "category_id": 18, "segmentation": {"size": [200, 200], "counts": [4]}, "score": 1}""", "add up")]
    [InlineData("""{"image_id": 9, "category_id": 18, "segmentation": "all of it", "score": 1}""", "segmentation")]
    [InlineData("""{"image_id": 9, "category_id": 18, "segmentation": {"size": [9e5, 9e5], "counts": [81e10]}, "score": 1}""", "900000×900000")]
    [InlineData("[1]", "object")]
    public void A_bad_row_is_named(string row, string word)
    {
        var error = Assert.Throws<InvalidDataException>(
            () => Read("[\n{\"image_id\": 9, \"category_id\": 18, \"bbox\": [0, 0, 1, 1], \"score\": 1},\n" + row + "\n]"));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Contains("row 2", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    // The whole name takes precedence over its last part, and a name shared by two pictures identifies neither.
    [Fact]
    public void Names_of_several_pictures()
    {
        var dataset = s_dataset with { Images = [Scene.Image(7) with { FileName = "a/f.jpg" }, Scene.Image(9) with { FileName = "b/f.jpg" }] };
        using var folder = new TemporaryFolder();
        IReadOnlyList<IReadOnlyList<DetectedObject>> Find(string picture)
        {
            File.WriteAllText(folder.File("d.json"), $$"""[{{{picture}}, "category_id": 18, "bbox": [0, 0, 1, 1], "score": 1}]""");
            return DetectionsReader.Read(folder.File("d.json"), dataset);
        }

        Assert.Single(Find("\"file_name\": \"a/f.jpg\"")[0]);
        Assert.Single(Find("\"file_name\": \"b/f.jpg\"")[1]);
        Assert.Contains("'f.jpg'", Assert.Throws<InvalidDataException>(() => Find("\"file_name\": \"f.jpg\"")).Message, StringComparison.Ordinal);
        // The number decides if its picture has the same last part of the name; with another name, neither is believed.
        Assert.Single(Find("\"image_id\": 9, \"file_name\": \"c/f.jpg\"")[1]);
        Assert.Throws<InvalidDataException>(() => Find("\"image_id\": 9, \"file_name\": \"c/g.jpg\""));
    }

    // pycocotools skips them; without a report, a misspelt class would look like a bad model.
    [Theory]
    [InlineData("""{"image_id": 9, "category_id": 19, "bbox": [0, 0, 1, 1], "score": 1}""", "19")]
    [InlineData("""{"image_id": 9, "category": "dog", "bbox": [0, 0, 1, 1], "score": 1}""", "'dog'")]
    public void Rows_of_an_unknown_class_are_counted_and_passed_over(string row, string naming)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("d.json"), $"[{row}, {row}]");
        var reading = DetectionsReader.ReadFile(folder.File("d.json"), s_dataset);
        Assert.Equal((2, naming), (reading.UnknownClassRows, reading.UnknownClass));
        Assert.All(reading.Rows, Assert.Empty);
    }

    [Fact]
    public void A_text_in_place_of_the_number_is_written_and_found_again()
    {
        var dataset = s_dataset with { Images = [.. s_dataset.Images.Select(static p => p with { FileName = "frame.jpg", TextId = $"no {p.Id}" })] };
        using var folder = new TemporaryFolder();
        using (var stream = File.Create(folder.File("d.json")))
        {
            ImageDetections found = new(9, "frame.jpg", [new(new(0, 0, 5, 5), 0, .5f)]) { TextId = "no 9" };
            DetectionsWriter.Write(stream, [found], dataset.Classes, dataset.CategoryIds);
        }

        Assert.Contains("\"image_id\":\"no 9\"", File.ReadAllText(folder.File("d.json")), StringComparison.Ordinal);
        var read = DetectionsReader.Read(folder.File("d.json"), dataset);
        Assert.Equal((0, 1), (read[0].Count, read[1].Count));
    }

    [Fact]
    public void A_mask_reads_back_and_gives_the_box_that_a_row_lacks()
    {
        var mask = RunLengthMask.FromPolygons([[10, 20, 40, 20, 40, 60]], 200, 200);
        using var folder = new TemporaryFolder();
        using (var stream = File.Create(folder.File("d.json")))
        {
            var found = new DetectedObject(new(1.5f, 2, 30, 40.25f), 1, .75f) { Mask = mask.ToRunLengths() };
            DetectionsWriter.Write(stream, [new(9, "9.jpg", [found])], s_dataset.Classes, s_dataset.CategoryIds);
        }

        var both = DetectionsReader.ReadFile(folder.File("d.json"), s_dataset);
        Assert.Equal(IouType.Boxes, both.Overlap);
        Assert.Equal(new WrittenBox(1.5, 2, 28.5, 38.25), both.Rows[1][0].Box);
        Assert.Equal(mask.Runs.ToArray(), RunLengthMask.From(both.Rows[1][0].Mask!).Runs.ToArray());

        var text = File.ReadAllText(folder.File("d.json")).Replace("\"bbox\":[1.5,2,28.5,38.25],", "", StringComparison.Ordinal);
        File.WriteAllText(folder.File("m.json"), text);
        var alone = DetectionsReader.ReadFile(folder.File("m.json"), s_dataset);
        Assert.Equal(IouType.Masks, alone.Overlap);
        Assert.Equal(mask.Box, alone.ToDetections()[1][0].Box);
    }

    [Fact]
    public void What_is_no_list_is_refused()
    {
        Assert.Contains("COCO results file", Assert.Throws<InvalidDataException>(() => Read("{}")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Read(""));
        Assert.Throws<FileNotFoundException>(() => DetectionsReader.Read("/no/such/file.json", s_dataset));
    }

    private static IReadOnlyList<IReadOnlyList<DetectedObject>> Read(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("d.json"), json);
        return DetectionsReader.Read(folder.File("d.json"), s_dataset);
    }
}
