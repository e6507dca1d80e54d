namespace Gannet.Torch.Distributed;

/// <summary>The place of this process among those that train together (the world), and where they meet.</summary>
/// <param name="Rank">Number of this process among all, from 0.</param>
/// <param name="Size">How many there are.</param>
public sealed record WorldPlace(int Rank, int Size)
{
    /// <summary>The place of a process that trains alone.</summary>
    public static WorldPlace Alone { get; } = new(0, 1);

    /// <summary>Number of this process among those of its machine, from 0; the CUDA device it takes.</summary>
    public int LocalRank { get; init; }

    /// <summary>How many processes this machine has; null if the launcher does not say.</summary>
    public int? LocalSize { get; init; }

    /// <summary>Name or address of the machine of process 0.</summary>
    public string MasterAddress { get; init; } = "127.0.0.1";

    /// <summary>The TCP port there where the processes meet.</summary>
    /// <value>29500, as c10d has it.</value>
    public int MasterPort { get; init; } = 29500;

    /// <summary>Whether the launcher listens at that port; process 0 does otherwise.</summary>
    public bool LauncherListens { get; init; }

    /// <summary>How often the launcher has started the processes again, so that what was said before is not mistaken for now.</summary>
    public int Attempt { get; init; }

    /// <summary>The place that a launcher gave this process: torchrun or Kubernetes (<c>RANK</c>, <c>WORLD_SIZE</c>, <c>MASTER_ADDR</c> …), or Slurm.</summary>
    /// <returns><see cref="Alone"/> where no launcher left its variables.</returns>
    /// <exception cref="InvalidOptionException">A variable is missing, not a number, out of range, or contradicts another; the message names it.</exception>
    public static WorldPlace FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable);

    /// <summary>The place that variables describe.</summary>
    /// <param name="read">The value of a variable; null if it is not set.</param>
    /// <exception cref="InvalidOptionException">As above.</exception>
    public static WorldPlace FromEnvironment(Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var variables = new LauncherVariables(read);
        return TorchrunPlace.Find(variables) ?? SlurmPlace.Find(variables) ?? Alone;
    }
}
