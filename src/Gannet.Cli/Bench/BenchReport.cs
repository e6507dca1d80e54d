using System.Globalization;
using System.Text;
using Gannet.Cli.Commands;

namespace Gannet.Cli.Bench;

/// <summary>Shows results as they arrive: as lines of JSON if asked for, otherwise as a table.</summary>
/// <param name="context">Where to write.</param>
/// <param name="json">The value of <c>--json</c>.</param>
internal sealed class BenchReport(CommandContext context, string? json)
{
    private const int NameWidth = 44;

    private readonly List<BenchResult> _results = [];

    public void Add(BenchResult result)
    {
        if (_results.Count == 0 && json != "-") context.Output.WriteLine($"{"",-NameWidth} {"median",12} {"minimum",12}");
        _results.Add(result);
        context.Output.WriteLine(json == "-" ? result.ToJson() : Row(result));
        context.Output.Flush(); // the next one may take a minute
    }

    /// <summary>Writes the file of <c>--json</c>, if one is named.</summary>
    public void Finish()
    {
        if (json is null or "-") return;
        AtomicFile.Write(json, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(_results.Select(static r => r.ToJson() + "\n")))));
    }

    private static string Row(BenchResult result)
    {
        var extras = string.Join(", ", result.Extras.Select(static e => $"{e.Key} {e.Value?.ToJsonString()}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"{result.Name,-NameWidth} {result.Median * 1e3,9:F3} ms {result.Min * 1e3,9:F3} ms  {extras}").TrimEnd();
    }
}
