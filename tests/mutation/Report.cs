using System.Globalization;

namespace Gannet.Mutation;

/// <summary>Prints the score of each folder and the mutants that no test noticed.</summary>
internal static class Report
{
    public static void Write(Mutant[] tried, IReadOnlyDictionary<int, (string Outcome, string Test)> outcomes, string? path)
    {
        foreach (var folder in tried.GroupBy(static m => m.Folder).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            var counts = folder.GroupBy(m => outcomes[m.Id].Outcome).ToDictionary(static g => g.Key, static g => g.Count());
            var alive = counts.GetValueOrDefault("survived") + counts.GetValueOrDefault("unreached");
            var share = 100.0 * (folder.Count() - alive) / folder.Count();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{folder.Key,-24} {share,5:F1} % of {folder.Count()}: {string.Join(", ", counts.Select(static c => $"{c.Value} {c.Key}"))}"));
        }

        var lines = tried.Select(m => $"{outcomes[m.Id].Outcome,-9} {m}{(outcomes[m.Id].Test is { Length: > 0 } test ? $"  [{test}]" : "")}").ToList();
        foreach (var line in lines.Where(static l => l.StartsWith("survived", StringComparison.Ordinal) || l.StartsWith("unreached", StringComparison.Ordinal)))
            Console.WriteLine(line);
        if (path is not null) File.WriteAllLines(path, lines);
    }
}
