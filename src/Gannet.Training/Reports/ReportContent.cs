using Gannet.Evaluation.Coco;
using Gannet.Training.Diagnosis;

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

    /// <summary>Statistics of the best model's layers, in the order of the network; null to leave them out.</summary>
    public LayerStatistics? Layers { get; init; }

    /// <summary>Images with their boxes drawn.</summary>
    public IReadOnlyList<ReportExample> Examples { get; init; } = [];
}

/// <summary>An image in the report.</summary>
/// <param name="Path">Path relative to the report's folder, with forward slashes.</param>
/// <param name="Caption">Text below the image.</param>
public sealed record ReportExample(string Path, string Caption)
{
    /// <summary>What the model showed in the same image before it was trained, relative to the report's folder; null for nothing.</summary>
    public string? Before { get; init; }
}

/// <summary>Validation scores after an epoch, in [0, 1].</summary>
/// <param name="Epoch">Number of the epoch.</param>
/// <param name="AP">Average precision over IoU .50:.05:.95.</param>
/// <param name="AP50">Average precision at IoU .50.</param>
public sealed record EpochScore(int Epoch, double AP, double AP50)
{
    /// <summary>AP of each class with validation objects.</summary>
    public IReadOnlyDictionary<string, double> ByClass { get; init; } = new Dictionary<string, double>();

    /// <summary>Mean of each loss term over the validation images; empty where they were not computed.</summary>
    public IReadOnlyDictionary<string, double> Losses { get; init; } = new Dictionary<string, double>();
}

/// <summary>Losses of one training step.</summary>
/// <param name="Step">Number of the step.</param>
/// <param name="Epoch">The epoch of the step.</param>
/// <param name="Loss">Sum of the loss terms.</param>
/// <param name="Losses">The loss terms by name.</param>
/// <param name="Rate">Learning rate.</param>
public sealed record LossPoint(int Step, int Epoch, double Loss, IReadOnlyDictionary<string, double> Losses, double Rate);
