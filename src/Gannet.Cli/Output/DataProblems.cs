using Gannet.Cli.Commands;
using Gannet.Datasets.Checking;

namespace Gannet.Cli.Output;

/// <summary>Says what was wrong with a data set without filling the screen.</summary>
internal static class DataProblems
{
    private const int Shown = 10;

    public static void Write(CommandContext context, IReadOnlyList<DataProblem> problems, string path)
    {
        foreach (var problem in problems.Take(Shown)) context.Error.WriteLine(problem);
        if (problems.Count > Shown)
            context.Error.WriteLine($"… and {problems.Count - Shown} more problems: 'gannet data check --data {path}' lists them all.");

        var leftOut = problems.Count(static p => p.LeftOut);
        if (leftOut > 0) context.Error.WriteLine($"{leftOut} bad records are left out (--strict stops instead).");
    }
}
