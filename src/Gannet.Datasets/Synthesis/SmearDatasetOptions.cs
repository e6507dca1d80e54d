namespace Gannet.Datasets.Synthesis;

/// <summary>Size and file format of a synthetic data set.</summary>
public sealed record SmearDatasetOptions
{
    /// <summary>What the fields look like.</summary>
    public SmearFieldOptions Fields { get; init; } = new();

    /// <summary>Number of pictures in the split <c>train</c>.</summary>
    /// <value>200 by default.</value>
    public int Images { get; init; } = 200;

    /// <summary>Number of pictures in the split <c>val</c>.</summary>
    /// <value>0 by default: no such split.</value>
    public int Validation { get; init; }

    /// <summary>Format of the annotations.</summary>
    /// <value>COCO by default.</value>
    public AnnotationFormat Format { get; init; } = AnnotationFormat.Coco;
}
