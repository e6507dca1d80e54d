namespace Gannet.Torch.Distributed;

/// <summary>The place of this process among those that train together, and where they meet.</summary>
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
    public int MasterPort { get; init; } = 29500;

    /// <summary>Whether the launcher listens at that port; process 0 does otherwise.</summary>
    public bool LauncherListens { get; init; }

    /// <summary>How often the launcher has started the processes again, so that what was said before is not mistaken for now.</summary>
    public int Attempt { get; init; }
}
