using System.Globalization;
using Gannet.Cli.Commands;
using Gannet.Datasets;
using Gannet.Evaluation;
using Gannet.Evaluation.Comparison;
using Gannet.Pages.Evaluations;

namespace Gannet.Cli.Output;

/// <summary>The report that <c>evaluate --report</c> asks for.</summary>
/// <param name="Folder">Where it goes.</param>
/// <param name="Compared">What <c>--compare</c> sets beside it; null for nothing.</param>
internal sealed record RequestedReport(string Folder, ComparedEvaluation? Compared)
{
    /// <summary>The report, or null if none is asked for. The compared file is read now: a mistake in it should not end a long evaluation.</summary>
    public static RequestedReport? Of(string? folder, string? compared) =>
        folder is null ? null : new(folder, compared is null ? null : ComparedEvaluation.Read(compared));

    /// <summary>Writes it, and says where it is and which pictures are missing.</summary>
    /// <param name="context">Receives the messages.</param>
    /// <param name="source">The file of the model or the detections.</param>
    /// <param name="facts">What is known of it.</param>
    /// <param name="dataset">The ground truth.</param>
    /// <param name="evaluation">The scores.</param>
    /// <param name="details">What went wrong.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Write(
        CommandContext context, string source, IReadOnlyList<(string Name, string Value)> facts, AnnotatedDataset dataset, EvaluationReport evaluation,
        EvaluationDetails details, CancellationToken cancellation)
    {
        var pictures = WorstPictures.Read(details, cancellation);
        if (pictures.Reason is { } reason) context.Error.WriteLine(reason);
        var page = EvaluationFiles.Write(Folder, new EvaluationContent
        {
            Name = Path.GetFileName(source),
            Title = $"{Path.GetFileName(source)}: {RunReport.Classes(dataset.Classes)}",
            Facts =
            [
                .. facts,
                ("Data", $"{dataset.Root}{(dataset.Split is { } split ? $", split {split}" : "")}"),
                ("Pictures", evaluation.Images.ToString(CultureInfo.InvariantCulture)),
                ("Objects", evaluation.Boxes.ToString(CultureInfo.InvariantCulture)),
                .. evaluation.Proposals is { } proposals
                    ? [("Recall of proposals", string.Create(CultureInfo.InvariantCulture, $"{proposals.AR100:0.000} with 100, {proposals.AR1000:0.000} with 1,000 per picture"))]
                    : Array.Empty<(string, string)>(),
            ],
            Report = evaluation,
            Details = details,
            Compared = Compared,
            Pictures = pictures,
        });
        context.Error.WriteLine($"Report: {page}");
    }
}
