using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.Merging;

/// <summary>Which views of a picture are looked at, and how what is found in them is merged.</summary>
public sealed record AugmentedDetectionOptions
{
    /// <summary>Whether each size is also looked at mirrored left to right.</summary>
    /// <value>True: the cheapest view that helps.</value>
    public bool Flip { get; init; } = true;

    /// <summary>Further sizes, relative to the one that the model's transform scales to, each from .1 to 4.</summary>
    /// <value>None; .8 and 1.25 are usual.</value>
    public IReadOnlyList<double> Scales { get; init; } = [];

    /// <summary>How the boxes of all views are merged.</summary>
    /// <value>Fusion, which averages what the views agree on.</value>
    public ViewMerging Merging { get; init; }

    /// <summary>IoU above which boxes of one class are taken for the same object.</summary>
    /// <value>.55, as in the paper on fusion.</value>
    public double Threshold { get; init; } = 0.55;
}

/// <summary>How boxes of several views become one.</summary>
public enum ViewMerging
{
    /// <summary><see cref="WeightedBoxesFusion"/>: boxes are averaged, and scores fall with the share of views that missed the object.</summary>
    Fusion,

    /// <summary><see cref="Gannet.Kernels.NonMaximumSuppression.Nms"/>: the best box stays as it is, with its score.</summary>
    Nms,
}
