using Gannet.Evaluation.Coco;

namespace Gannet.Training.Reports;

/// <summary>Everything a report shows; the page depends on nothing else.</summary>
public sealed record ReportContent
{
    /// <summary>Heading of the page.</summary>
    public required string Title { get; init; }

    /// <summary>Facts about the training as pairs of name and value: preset, data, images, epochs, time.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>Scores on the validation images; null where nothing was evaluated.</summary>
    public CocoScores? Scores { get; init; }

    /// <summary>Training steps in order; the loss curves are drawn from them. Empty where nothing was trained.</summary>
    public IReadOnlyList<LossPoint> Steps { get; init; } = [];

    /// <summary>Scores after each epoch, in order.</summary>
    public IReadOnlyList<EpochScore> Epochs { get; init; } = [];

    /// <summary>Images with their boxes drawn.</summary>
    public IReadOnlyList<ReportExample> Examples { get; init; } = [];
}
