using Gannet.Datasets;
using Gannet.Masks;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Loading;

public sealed class TrainingImageTests
{
    private static readonly Segmentation s_outline = new([[1, 1, 9, 1, 9, 9]]);

    [Fact]
    public void Outlines_come_along_and_crowds_do_not()
    {
        Annotation box = new() { Box = new(1, 1, 9, 9), Label = 0 };
        var truth = Only(box with { IsCrowd = true, Segmentation = s_outline }, box, box with { Label = 2, Segmentation = s_outline }).GroundTruth;
        Assert.Equal([0, 2], truth.Labels);
        Assert.Equal([false, true], truth.Masks!.Select(static m => m is not null));
        Assert.Null(Only(box, box).GroundTruth.Masks);
    }

    private static TrainingImage Only(params Annotation[] annotations) => Assert.Single(TrainingImage.From(new AnnotatedDataset
    {
        Root = "/",
        Format = AnnotationFormat.Coco,
        Classes = ["a", "b", "c"],
        CategoryIds = [1, 2, 3],
        Images = [new() { FileName = "a.png", Path = "/a.png", Id = 1, Annotations = annotations }],
    }));
}
