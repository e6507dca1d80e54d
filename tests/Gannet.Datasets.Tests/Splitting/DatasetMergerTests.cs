using Gannet.Datasets.Splitting;
using Gannet.Evaluation;

namespace Gannet.Datasets.Tests.Splitting;

public sealed class DatasetMergerTests
{
    private static readonly Box s_box = new(10, 10, 60, 60);

    [Fact]
    public void Classes_are_one_by_name_and_every_picture_knows_which_its_source_marks()
    {
        var merged = DatasetMerger.Merge([Dataset(["cat", "dog"], 1), Dataset(["dog", "owl"], 0, 1)]);
        Assert.Equal(["cat", "dog", "owl"], merged.Classes);
        Assert.Equal([1, 2, 3], merged.CategoryIds);
        Assert.Equal([[1], [1], [2]], merged.Images.Select(static p => p.Annotations.Select(static a => a.Label)));
        Assert.Equal([[0, 1], [1, 2], [1, 2]], merged.Images.Select(static p => p.ActiveClasses!));
        Assert.Equal([1, 2, 3], merged.Images.Select(static p => p.Id));
    }

    [Fact]
    public void Sources_of_the_same_classes_restrict_nothing()
    {
        var merged = DatasetMerger.Merge([Dataset(["cat", "dog"], 0), Dataset(["dog", "cat"], 0)]);
        Assert.All(merged.Images, static p => Assert.Null(p.ActiveClasses));
        Assert.Equal([[0], [1]], merged.Images.Select(static p => p.Annotations.Select(static a => a.Label)));
    }

    // The first picture's source does not annotate owls, so an owl found there is not an error; in the second it is.
    [Fact]
    public void What_a_source_does_not_mark_is_not_held_against_the_detector()
    {
        var merged = DatasetMerger.Merge([Dataset(["cat"], 0), Dataset(["owl"], 0)]);
        DetectedObject owl = new(s_box, 1, 0.9f), cat = new(s_box, 0, 0.8f), wrong = new(new(70, 70, 90, 90), 1, 0.95f);
        Assert.Equal(1, EvaluationReport.Compute(merged, [[owl, cat], [owl]]).Coco.AP, 6);
        Assert.True(EvaluationReport.Compute(merged, [[cat], [owl, wrong]]).Coco.AP < 0.8);
    }

    private static AnnotatedDataset Dataset(string[] classes, params int[] labels) => new()
    {
        Root = "/none",
        Format = AnnotationFormat.Coco,
        Classes = classes,
        CategoryIds = [.. Enumerable.Range(1, classes.Length).Select(static k => (long)k)],
        Images = [.. labels.Select(static (label, k) => new AnnotatedImage
        {
            FileName = $"{k}.png",
            Path = $"/none/{k}.png",
            Id = k + 1,
            Width = 100,
            Height = 100,
            Annotations = [new Annotation { Box = s_box, Label = label }],
        })],
    };
}
