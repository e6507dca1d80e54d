using Gannet.Cli.Commands;
using Gannet.Datasets.Checking;

namespace Gannet.Cli.Output;

/// <summary>Reports what is wrong with a data set without filling the screen, in the same words for every command.</summary>
internal static class DataProblems
{
    private const int Shown = 10;
    private const int ShownOfKind = 20;

    /// <summary>Prints the first problems that a command met while reading, and how to see the rest.</summary>
    public static void Write(CommandContext context, IReadOnlyList<DataProblem> problems, string path)
    {
        foreach (var problem in problems.Take(Shown)) context.Error.WriteLine(Printable.Line(problem.ToString()));
        if (problems.Count > Shown)
            context.Error.WriteLine($"… and {problems.Count - Shown} more: 'gannet data check --data {path}' lists them.");
        if (problems.Count > 0) context.Error.WriteLine(Count(problems));
    }

    /// <summary>Prints the first problems of each kind, for the command whose result they are.</summary>
    public static void WriteKinds(TextWriter output, IReadOnlyList<DataProblem> problems)
    {
        var counts = new Dictionary<DataProblemKind, int>();
        foreach (var problem in problems)
        {
            var count = counts[problem.Kind] = counts.GetValueOrDefault(problem.Kind) + 1;
            if (count <= ShownOfKind) output.WriteLine(Printable.Line(problem.ToString()));
        }

        foreach (var (kind, count) in counts.Where(static pair => pair.Value > ShownOfKind))
            output.WriteLine($"… and {count - ShownOfKind} more of the kind {kind}; --json FILE lists them all.");
    }

    /// <summary>How many there are, and what happened to them.</summary>
    public static string Count(IReadOnlyCollection<DataProblem> problems)
    {
        var leftOut = problems.Count(static p => p.LeftOut);
        var all = Plural.Of(problems.Count, "problem");
        return leftOut == 0 ? $"{all}; nothing is left out." : $"{all}; {Plural.Of(leftOut, "bad record")} {(leftOut == 1 ? "is" : "are")} left out (--strict stops instead).";
    }
}
