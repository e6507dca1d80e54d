using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.LabelMe;

public class LabelMeSourceTests
{
    [Fact]
    public void Rectangles_and_polygons_become_boxes_and_polygons_stay_outlines()
    {
        using var folder = new DatasetFolder().Image("a.png").Text("a.json", Json(
            """{"label": "pin", "points": [[40, 50], [10, 20]], "shape_type": "rectangle"}""",
            """{"label": "hole", "points": [[1, 2], [30, 2], [15, 40.5]], "shape_type": "polygon"}"""));
        var dataset = folder.Read(new() { Strict = true }).Dataset;
        Assert.Equal(AnnotationFormat.LabelMe, dataset.Format);
        Assert.Equal(["hole", "pin"], dataset.Classes);
        var annotations = Assert.Single(dataset.Images).Annotations;
        Assert.Equal((new Box(10, 20, 40, 50), 1), (annotations[0].Box, annotations[0].Label));
        Assert.Equal((new Box(1, 2, 30, 40.5f), 0), (annotations[1].Box, annotations[1].Label));
        Assert.Equal((null, 6), (annotations[0].Segmentation, annotations[1].Segmentation!.Polygons[0].Length));
    }

    [Fact]
    public void Folders_are_splits()
    {
        using var folder = new DatasetFolder().Image("train/a.png").Text("train/a.json", Json()).Image("val/a.png").Text("val/a.json", Json());
        Assert.Equal(["train", "val"], DatasetReader.Splits(folder.Path));
        Assert.Single(folder.Read(new() { Split = "val", Strict = true }).Dataset.Images);
    }

    [Theory]
    [InlineData("""{"label": "pin", "points": [[1, 2]], "shape_type": "point"}""", "neither a rectangle nor a polygon")]
    [InlineData("""{"points": [[1, 2], [3, 4]], "shape_type": "rectangle"}""", "label")]
    [InlineData("""{"label": "pin", "points": [[1, 2], [3]], "shape_type": "rectangle"}""", "points")]
    [InlineData("5", "label")]
    public void A_bad_shape_is_reported_by_its_place(string shape, string word)
    {
        using var folder = new DatasetFolder().Image("a.png").Text("a.json", Json(shape));
        var problem = folder.ReadOneProblem(DataProblemKind.Malformed);
        Assert.Equal("shapes[0]", problem.Where);
        Assert.Contains(word, problem.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"shapes": 5}""")]
    [InlineData("""{"shapes": [}""")]
    [InlineData("""{"shapes": [], "imagePath": "\ud800"}""")]
    public void A_file_that_is_none_is_a_problem(string text)
    {
        using var folder = new DatasetFolder().Image("a.png").Text("a.json", text);
        folder.ReadOneProblem(DataProblemKind.Malformed);
    }

    private static string Json(params string[] shapes) =>
        $$"""{"version": "5.0.1", "flags": {}, "shapes": [{{string.Join(", ", shapes)}}], "imagePath": "..\\old\\a.png", "imageData": null, "imageHeight": 80, "imageWidth": 100}""";
}
