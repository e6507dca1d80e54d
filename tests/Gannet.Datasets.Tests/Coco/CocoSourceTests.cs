using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Coco;

public class CocoSourceTests
{
    private const string Categories = """ "categories": [{"id": 7, "name": "pin"}, {"id": 3, "name": "hole"}] """;
    private const string Images = """ "images": [{"id": 10, "file_name": "a.png", "width": 100, "height": 80}] """;

    [Fact]
    public void Classes_go_by_category_id_and_lists_may_come_in_any_order()
    {
        using var folder = File($$"""{"annotations": [{"id": 5, "image_id": 10, "category_id": 7, "bbox": [1, 2, 3, 4], "area": 9}], {{Categories}}, {{Images}}, "info": {"x": [1]} }""");
        var dataset = folder.Read(new() { Strict = true }).Dataset;
        Assert.Equal(["hole", "pin"], dataset.Classes);
        Assert.Equal([3, 7], dataset.CategoryIds);
        var annotation = Assert.Single(Assert.Single(dataset.Images).Annotations);
        Assert.Equal((new Box(1, 2, 4, 6), 1, 9.0, 5), (annotation.Box, annotation.Label, annotation.Area, annotation.Id));
    }

    [Theory]
    [InlineData("""{"id": 1, "image_id": 10, "category_id": 7, "bbox": [1, 2, 3]}""", DataProblemKind.Malformed)]
    [InlineData("""{"id": 1, "image_id": 10, "category_id": 7, "bbox": [1, 2, "x", 3]}""", DataProblemKind.Malformed)]
    [InlineData("""{"id": 1, "image_id": 10, "category_id": 7}""", DataProblemKind.Malformed)]
    [InlineData("""{"id": 1, "category_id": 7, "bbox": [1, 2, 3, 4]}""", DataProblemKind.Malformed)]
    [InlineData("17", DataProblemKind.Malformed)]
    [InlineData("""{"id": 1, "image_id": 11, "category_id": 7, "bbox": [1, 2, 3, 4]}""", DataProblemKind.MissingPicture)]
    [InlineData("""{"id": 1, "image_id": 10, "category_id": 8, "bbox": [1, 2, 3, 4]}""", DataProblemKind.UnknownClass)]
    [InlineData("""{"id": 1, "image_id": 10, "category_id": 7, "bbox": [1, 2, 0, 4]}""", DataProblemKind.EmptyBox)]
    [InlineData("""{"id": 1, "image_id": 10, "category_id": 7, "bbox": [1, 2, 1e300, 4]}""", DataProblemKind.EmptyBox)]
    [InlineData("""{"id": 1, "image_id": 10, "category_id": 7, "bbox": [200, 2, 3, 4]}""", DataProblemKind.OutsidePicture)]
    public void A_bad_record_is_reported_by_its_place(string record, DataProblemKind kind)
    {
        using var folder = File($$"""{ {{Images}}, {{Categories}}, "annotations": [{"id": 9, "image_id": 10, "category_id": 3, "bbox": [5, 5, 5, 5]}, {{record}}] }""");
        var problem = folder.ReadOneProblem(kind);
        Assert.StartsWith("annotations[1]", problem.Where, StringComparison.Ordinal);
        Assert.True(problem.LeftOut);
        Assert.Equal(1, folder.Read().Dataset.CountAnnotations());
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("[[1, 2, 3, 4]]")]
    [InlineData("[[1, 2, 3, 4, 5, 1e300]]")]
    [InlineData("{\"size\": [80, 100], \"counts\": [1, 2, 3]}")]
    [InlineData("{\"size\": [80, 100], \"counts\": \"~~\"}")]
    [InlineData("{\"size\": [8, 10], \"counts\": [80]}")]
    [InlineData("{\"size\": [900000, 900000], \"counts\": [810000000000]}")]
    public void A_bad_outline_does_not_cost_the_box(string outline)
    {
        using var folder = File($$"""{ {{Images}}, {{Categories}}, "annotations": [{"id": 9, "image_id": 10, "category_id": 3, "bbox": [5, 5, 5, 5], "segmentation": {{outline}}}] }""");
        var problem = folder.ReadOneProblem(DataProblemKind.Malformed);
        Assert.False(problem.LeftOut);
        Assert.Equal("the outline is left out", problem.Cure);
        Assert.Equal((1, 0), (folder.Read().Dataset.CountAnnotations(), folder.Read().Dataset.CountOutlines()));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1e30")]
    [InlineData("99.5")]
    public void A_size_that_is_none_is_reported_and_the_picture_s_own_used(string width)
    {
        using var folder = File($$"""{ "images": [{"id": 10, "file_name": "a.png", "width": {{width}}, "height": 80}], {{Categories}}, "annotations": [] }""");
        var problem = folder.ReadOneProblem(DataProblemKind.Malformed);
        Assert.Contains("width", problem.What, StringComparison.Ordinal);
        Assert.False(problem.LeftOut);
        Assert.Equal(100, folder.Read().Dataset.Images[0].Width);
    }

    [Fact]
    public void An_id_used_twice_is_reported()
    {
        using var folder = File($$"""{ {{Images}}, {{Categories}}, "annotations": [{"id": 9, "image_id": 10, "category_id": 3, "bbox": [5, 5, 5, 5]}, {"id": 9, "image_id": 10, "category_id": 3, "bbox": [6, 5, 5, 5]}] }""");
        Assert.Contains("annotation id 9 is used twice", folder.ReadOneProblem(DataProblemKind.Malformed).What, StringComparison.Ordinal);
        Assert.Equal(2, folder.Read().Dataset.CountAnnotations());
    }

    [Fact]
    public void A_name_with_NUL_is_reported()
    {
        using var folder = File($$"""{ "images": [{"id": 1, "file_name": "a\u0000.png"}], {{Categories}}, "annotations": [] }""");
        Assert.Contains("NUL", folder.ReadOneProblem(DataProblemKind.Malformed).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_named_with_its_place()
    {
        using var folder = File($$"""{ {{Categories}}, "images": [{"id": 1, "file_name": "a.png"}, {"id": 2, "file_name": "a\ud83d.png"}], "annotations": [] }""");
        var error = Assert.Throws<InvalidDataException>(() => folder.Read());
        Assert.Contains("instances.json, images[1]: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Latin_1_is_named()
    {
        using var folder = File("");
        System.IO.File.WriteAllBytes(Directory.GetFiles(folder.Path, "*.json", SearchOption.AllDirectories)[0], System.Text.Encoding.Latin1.GetBytes("""{"images": [{"id": 1, "file_name": "é.png"}]}"""));
        Assert.Contains("UTF-8", Assert.Throws<InvalidDataException>(() => folder.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_JSON_names_line_and_byte()
    {
        using var folder = File("{ \"images\": [],\n \"categories\": [}, \"annotations\": [] }");
        var error = Assert.Throws<InvalidDataException>(() => folder.Read());
        Assert.Contains("instances.json, line 2, byte 17, ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"images": {}, "annotations": [], "categories": []}""")]
    [InlineData("""{"images": [], "annotations": [], "categories": []} x""")]
    public void What_is_no_COCO_file_is_refused_on_one_line(string text)
    {
        using var folder = new DatasetFolder().Text("x.json", text);
        var error = Assert.Throws<InvalidDataException>(() => DatasetReader.Read(Path.Combine(folder.Path, "x.json")));
        Assert.Contains("x.json", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Endless_nesting_is_refused()
    {
        using var folder = File($$"""{"images": [{{new string('[', 100_000)}}""");
        Assert.Throws<InvalidDataException>(() => folder.Read());
    }

    [Fact]
    public void Splits_are_files_and_pictures_lie_in_folders_of_their_names()
    {
        using var folder = new DatasetFolder().Image("train2017/a.png").Image("images/val2017/a.png");
        foreach (var split in new[] { "train2017", "val2017" }) folder.Text($"annotations/instances_{split}.json", $$"""{ {{Images}}, {{Categories}}, "annotations": [] }""");
        folder.Text("annotations/captions_val2017.json", "{}");
        Assert.Equal(["train2017", "val2017"], DatasetReader.Splits(folder.Path));
        Assert.EndsWith("train2017/a.png", folder.Read(new() { Split = "train" }).Dataset.Images[0].Path, StringComparison.Ordinal);
        var all = folder.Read().Dataset;
        Assert.Equal([1, 2], all.Images.Select(static p => p.Id));
    }

    [Fact]
    public void An_export_with_annotations_in_split_folders_is_known()
    {
        using var folder = new DatasetFolder().Image("train/a.png").Image("valid/a.png");
        foreach (var split in new[] { "train", "valid" }) folder.Text($"{split}/_annotations.coco.json", $$"""{ {{Images}}, {{Categories}}, "annotations": [] }""");
        Assert.Equal(["train", "valid"], DatasetReader.Splits(folder.Path));
        Assert.EndsWith(
            "valid/a.png", folder.Read(new() { Split = "val", Strict = true }).Dataset.Images[0].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_and_numbers_used_twice_are_reported()
    {
        using var folder = File($$"""{ "images": [{"id": 10, "file_name": "a.png"}, {"id": 11, "file_name": "a.png"}, {"id": 10, "file_name": "b.png"}], {{Categories}}, "annotations": [] }""");
        var reading = folder.Read();
        Assert.Equal([DataProblemKind.DuplicatePicture, DataProblemKind.DuplicatePicture], reading.Problems.Select(static p => p.Kind));
        Assert.Equal((100, 80), (Assert.Single(reading.Dataset.Images).Width, reading.Dataset.Images[0].Height));
    }

    private static DatasetFolder File(string json) => new DatasetFolder().Image("images/a.png").Text("annotations/instances.json", json);
}
