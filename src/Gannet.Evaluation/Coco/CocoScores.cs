namespace Gannet.Evaluation.Coco;

/// <summary>The twelve numbers of the COCO evaluation, in [0, 1]; −1 if undefined.</summary>
public sealed record CocoScores
{
    /// <summary>Average precision over IoU .50:.05:.95, the headline number.</summary>
    public required double AP { get; init; }

    /// <summary>Average precision at IoU .50.</summary>
    public required double AP50 { get; init; }

    /// <summary>Average precision at IoU .75.</summary>
    public required double AP75 { get; init; }

    /// <summary>Average precision of small objects (area up to 32²).</summary>
    public required double APs { get; init; }

    /// <summary>Average precision of medium objects (area 32² to 96²).</summary>
    public required double APm { get; init; }

    /// <summary>Average precision of large objects (area from 96²).</summary>
    public required double APl { get; init; }

    /// <summary>Average recall with one detection per picture and class.</summary>
    public required double AR1 { get; init; }

    /// <summary>Average recall with ten detections per picture and class.</summary>
    public required double AR10 { get; init; }

    /// <summary>Average recall with a hundred detections per picture and class.</summary>
    public required double AR100 { get; init; }

    /// <summary>Average recall of small objects, with a hundred detections.</summary>
    public required double ARs { get; init; }

    /// <summary>Average recall of medium objects, with a hundred detections.</summary>
    public required double ARm { get; init; }

    /// <summary>Average recall of large objects, with a hundred detections.</summary>
    public required double ARl { get; init; }

    /// <summary>Scores class by class, in the order of the data set's classes.</summary>
    public required IReadOnlyList<ClassScores> PerClass { get; init; }
}

/// <summary>Average recall of class-agnostic proposals over IoU .50:.05:.95; −1 if undefined.</summary>
/// <param name="AR100">With 100 proposals per picture.</param>
/// <param name="AR300">With 300 proposals per picture.</param>
/// <param name="AR1000">With 1,000 proposals per picture.</param>
/// <param name="ARs">For small objects, with 1,000 proposals.</param>
/// <param name="ARm">For medium objects, with 1,000 proposals.</param>
/// <param name="ARl">For large objects, with 1,000 proposals.</param>
public sealed record ProposalScores(double AR100, double AR300, double AR1000, double ARs, double ARm, double ARl);
