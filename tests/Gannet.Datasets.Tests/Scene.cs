using Gannet.Datasets;

namespace Gannet.Datasets.Tests;

/// <summary>Small data sets made in a test.</summary>
internal static class Scene
{
    public static AnnotatedDataset Dataset(int classes, params IReadOnlyList<AnnotatedImage> pictures) => new()
    {
        Root = "/scene",
        Format = AnnotationFormat.Coco,
        Classes = [.. Enumerable.Range(0, classes).Select(static k => $"class{k}")],
        CategoryIds = [.. Enumerable.Range(1, classes).Select(static k => (long)k)],
        Images = pictures,
    };

    public static AnnotatedImage Image(long id, params IReadOnlyList<Annotation> annotations) => new()
    {
        FileName = $"{id}.jpg",
        Path = $"/scene/{id}.jpg",
        Id = id,
        Width = 200,
        Height = 200,
        Annotations = annotations,
    };

    public static Annotation Object(float x1, float y1, float x2, float y2, int label = 0) =>
        new() { Box = new(x1, y1, x2, y2), Label = label };
}
