using System.Text;
using System.Text.Json;
using Gannet.Evaluation;

namespace Gannet.Pages.Evaluations;

/// <summary>The report about an evaluation in a folder: the page, and the same as Markdown and JSON.</summary>
public static class EvaluationFiles
{
    /// <summary>Name of the Markdown file.</summary>
    public const string MarkdownName = "report.md";

    /// <summary>Name of the JSON file, which a later evaluation can be compared with.</summary>
    public const string JsonName = "report.json";

    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes the three files, each in one step.</summary>
    /// <param name="folder">The folder, which is created if missing.</param>
    /// <param name="content">What to show.</param>
    /// <returns>Path of the page.</returns>
    public static string Write(string folder, EvaluationContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var page = EvaluationPage.Compose(content).Write(folder);
        AtomicFile.Write(Path.Combine(folder, MarkdownName), stream => stream.Write(Encoding.UTF8.GetBytes(EvaluationMarkdown.Render(content))));
        AtomicFile.Write(Path.Combine(folder, JsonName), stream =>
        {
            using var json = new Utf8JsonWriter(stream, s_options);
            EvaluationReportWriter.Write(json, content.Report, content.Name, content.Details, content.Compared);
        });
        return page;
    }
}
