using Gannet.Evaluation;
using Gannet.Evaluation.Comparison;

namespace Gannet.Pages.Evaluations;

/// <summary>Everything that a report about an evaluation shows.</summary>
public sealed record EvaluationContent
{
    /// <summary>Heading of the page.</summary>
    public required string Title { get; init; }

    /// <summary>Short name of what was evaluated, such as a file name, for comparisons.</summary>
    public required string Name { get; init; }

    /// <summary>Facts as pairs of name and value: model, data, pictures, objects.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>The scores.</summary>
    public required EvaluationReport Report { get; init; }

    /// <summary>What went wrong.</summary>
    public required EvaluationDetails Details { get; init; }

    /// <summary>Another evaluation to set beside it; null for none.</summary>
    public ComparedEvaluation? Compared { get; init; }

    /// <summary>The pictures to show; see <see cref="WorstPictures.Read"/>.</summary>
    public required WorstPictures Pictures { get; init; }
}
