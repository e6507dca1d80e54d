namespace Gannet.Datasets.Statistics;

/// <summary>How the objects of a data set fit the input and the anchors of a detector.</summary>
/// <param name="Detector">Name of the preset or model.</param>
/// <param name="PerClass">The classes that have objects, in their order.</param>
public sealed record InputFit(string Detector, IReadOnlyList<ClassFit> PerClass)
{
    /// <summary>An object whose side (the root of its area) is shorter in the input is tiny: four cells of the usual finest map.</summary>
    public const double TinySide = 16;

    /// <summary>An object that is thinner in the input is lost.</summary>
    public const double LostSide = 1;

    /// <summary>All classes together.</summary>
    public ClassFit Total => new(
        "all", PerClass.Sum(static c => c.Objects), PerClass.Sum(static c => c.Beyond70), PerClass.Sum(static c => c.Beyond50),
        PerClass.Sum(static c => c.Tiny), PerClass.Sum(static c => c.Lost), [.. PerClass.SelectMany(static c => c.Sides)]);

    /// <summary>The shapes that k-means under IoU suggests, smallest first, in pixels of the input; empty if there is no object.</summary>
    public IReadOnlyList<(float Height, float Width)> Suggested { get; init; } = [];

    /// <summary>Mean IoU of the objects with the shape that fits them best: the detector's, and the suggested ones.</summary>
    public (double Own, double Suggested) MeanIou { get; init; }

    /// <summary>Options that give a pyramid anchors of the objects' sizes; null where the detector's anchors are of another form.</summary>
    public string? Advice { get; init; }
}

/// <summary>The objects of one class in the input.</summary>
/// <param name="Name">Class name.</param>
/// <param name="Objects">Number of objects, without crowds.</param>
/// <param name="Beyond70">Number that no anchor overlaps by an IoU of .7, the usual bound of the foreground.</param>
/// <param name="Beyond50">Number that no anchor overlaps by an IoU of .5.</param>
/// <param name="Tiny">Number below <see cref="InputFit.TinySide"/>, lost ones excluded.</param>
/// <param name="Lost">Number that are thinner than <see cref="InputFit.LostSide"/> or cropped away.</param>
/// <param name="Sides">Root of the area of each, in pixels of the input.</param>
public sealed record ClassFit(string Name, int Objects, int Beyond70, int Beyond50, int Tiny, int Lost, IReadOnlyList<double> Sides);
