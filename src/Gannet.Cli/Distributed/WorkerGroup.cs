using Gannet.Torch.Distributed;

namespace Gannet.Cli.Distributed;

/// <summary>The processes that a launcher started for one command; the first of them writes files and messages.</summary>
internal static class WorkerGroup
{
    /// <summary>Whether another process does what only one can do.</summary>
    public static bool IsOther => WorldPlace.FromEnvironment().Rank > 0;

    /// <summary>The largest of the numbers of all processes.</summary>
    public static double Greatest(this ProcessGroup? group, double value)
    {
        Span<double> greatest = [value];
        group?.Max(greatest);
        return greatest[0];
    }
}
