namespace Gannet.Detection.Explanation;

/// <summary>An annotated object and what became of it.</summary>
/// <param name="Box">The object, in pixels of the input.</param>
/// <param name="Label">Its class.</param>
/// <param name="Lost">The stage that lost it.</param>
public sealed record ObjectTrace(Box Box, int Label, LostAt Lost)
{
    /// <summary>Index of the detection that found it; null if it was missed.</summary>
    public int? Detection { get; init; }

    /// <summary>The largest IoU with an anchor; NaN without anchors.</summary>
    public float AnchorIou { get; init; } = float.NaN;

    /// <summary>The largest IoU with a region of the second stage, before refinement.</summary>
    public float RegionIou { get; init; }

    /// <summary>What it had where it was lost: an IoU, a score or a rank.</summary>
    public float Value { get; init; }

    /// <summary>What it would have needed there.</summary>
    public float Needed { get; init; }

    /// <summary>Its best box where it was lost; null if there was none.</summary>
    public Box? Own { get; init; }

    /// <summary>The score of that box.</summary>
    public float OwnScore { get; init; }

    /// <summary>The box that suppressed it.</summary>
    public Box? Other { get; init; }

    /// <summary>The score of that box, or the probability of the class that was more probable.</summary>
    public float OtherScore { get; init; }

    /// <summary>The class that was more probable, or <see cref="RegionTrace.Background"/>.</summary>
    public int OtherLabel { get; init; } = RegionTrace.Background;
}
