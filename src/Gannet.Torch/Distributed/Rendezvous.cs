using System.Diagnostics;

namespace Gannet.Torch.Distributed;

/// <summary>The meeting of all processes before they exchange anything, so that one which does not come is named.</summary>
internal static class Rendezvous
{
    private const string Present = "present";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Registers this process and waits until all have.</summary>
    /// <exception cref="ProcessGroupException">Two have the same rank, or some did not come in time.</exception>
    public static void Await(Store store, WorldPlace place, TimeSpan timeout)
    {
        var waited = Stopwatch.StartNew();
        if (store.Add($"taken/{place.Rank}", 1) != 1)
            throw new ProcessGroupException($"two processes have rank {place.Rank}, one of them {Describe(store, place.Rank)}: give each its own.");
        store.Set(Member(place.Rank), $"{Environment.MachineName}, process id {Environment.ProcessId}");
        store.Add(Present, 1);
        using var pause = new ManualResetEventSlim();
        while (store.Add(Present, 0) < place.Size)
        {
            if (waited.Elapsed > timeout) throw new ProcessGroupException(Absent(store, place, timeout));
            pause.Wait(s_pause);
        }
    }

    /// <summary>A process for people: its number, machine and process id.</summary>
    public static string Describe(Store store, int rank) => store.Find(Member(rank)) is { } member ? $"process {rank} ({member})" : $"process {rank}";

    private static string Member(int rank) => $"member/{rank}";

    private static string Absent(Store store, WorldPlace place, TimeSpan timeout)
    {
        int[] absent = [.. Enumerable.Range(0, place.Size).Where(rank => store.Find(Member(rank)) is null)];
        var shown = string.Join(", ", absent.Take(8)) + (absent.Length > 8 ? ", …" : "");
        return $"{absent.Length} of {place.Size} processes did not come within {timeout.TotalSeconds:0.#} s: {shown}. "
            + $"Start them with the master {place.MasterAddress}:{place.MasterPort}.";
    }
}
