namespace Gannet.Torch.Distributed;

/// <summary>Finds out which process made an operation fail. c10d knows an address at best, and often only that of a neighbour which noticed it first.</summary>
internal sealed class Diagnosis(WorldPlace place)
{
    private const string Failure = "failure";
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(5), s_patience = s_connect + 2 * Heartbeat.Silence;

    /// <summary>Why an operation failed, in one line.</summary>
    /// <param name="operations">How many operations this process has begun.</param>
    /// <param name="error">What c10d says, for the case that nothing better is known.</param>
    /// <remarks>Takes seconds, since silence has to be waited for.</remarks>
    public string Explain(long operations, string error)
    {
        string? answer = null;
        // On a thread of its own, as a cut connection gives no answer, not even a refusal.
        var thread = new Thread(() => answer = Ask(operations, error)) { IsBackground = true, Name = "gannet-diagnosis" };
        thread.Start();
        return thread.Join(s_patience) && answer is not null ? answer
            : $"process 0 at {place.MasterAddress}:{place.MasterPort}, where all meet, does not answer: it ended, or the connection to it is cut. ({error})";
    }

    /// <summary>Tells the others, in one line, why this process ends; the first such word counts.</summary>
    public static void Blame(Store store, string reason)
    {
        if (store.Find(Failure) is null && store.Add("failures", 1) == 1) store.Set(Failure, reason);
    }

    private string? Ask(long operations, string error)
    {
        try
        {
            using var store = Store.Connect(place, s_connect);
            if (store.Find(Failure) is { } known) return known;
            var before = Pulses(store);
            using (var silence = new ManualResetEventSlim()) silence.Wait(Heartbeat.Silence);
            if (store.Find(Failure) is { } meanwhile) return meanwhile;
            if (Suspect(store, before, Pulses(store), operations) is not { } suspect) return $"the processes lost each other: {error}";
            Blame(store, suspect);
            return suspect;
        }
        catch (ProcessGroupException)
        {
            return null;
        }
    }

    private Pulse?[] Pulses(Store store) => [.. Enumerable.Range(0, place.Size).Select(rank => Heartbeat.Of(store, rank))];

    private string? Suspect(Store store, Pulse?[] before, Pulse?[] after, long operations)
    {
        for (var rank = 0; rank < after.Length; rank++)
        {
            if (rank == place.Rank || after[rank] is { HasLeft: false } && after[rank] != before[rank]) continue;
            return after[rank] is { HasLeft: true }
                ? $"{Rendezvous.Describe(store, rank)} left while others still needed it"
                : $"{Rendezvous.Describe(store, rank)} ended or hangs, or the connection to it is cut";
        }

        var slowest = Enumerable.Range(0, after.Length).Where(rank => rank != place.Rank).MinBy(rank => after[rank]!.Value.Operations);
        return after[slowest]!.Value.Operations < operations ? $"{Rendezvous.Describe(store, slowest)} hangs: it did not come to an operation in which others waited for it" : null;
    }
}
