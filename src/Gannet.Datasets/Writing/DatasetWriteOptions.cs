namespace Gannet.Datasets.Writing;

/// <summary>How a data set is written.</summary>
public sealed record DatasetWriteOptions
{
    /// <summary>The format. Default COCO, the only one that loses nothing.</summary>
    public AnnotationFormat Format { get; init; } = AnnotationFormat.Coco;

    /// <summary>What happens to the pictures. Default: they are copied, so that the new data set is self-contained.</summary>
    public ImagePlacement Images { get; init; } = ImagePlacement.Copy;
}
