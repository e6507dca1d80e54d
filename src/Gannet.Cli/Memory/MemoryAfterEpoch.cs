using Gannet.Training.Observers;

namespace Gannet.Cli.Memory;

/// <summary>Frees after an epoch what the process does not use, so that a training of days takes no more memory than one of minutes.</summary>
/// <remarks>
/// Steps leave much that lives as long as a batch is prepared, and a validation large arrays. Both would stay until the next full collection, which comes
/// when .NET's heap is much larger. Collecting takes milliseconds, so short epochs are left out.
/// </remarks>
internal sealed class MemoryAfterEpoch(TimeProvider time) : ITrainingObserver
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private long _last = time.GetTimestamp();

    public void OnStep(StepReport report)
    {
    }

    public void OnEpoch(EpochReport report)
    {
        if (time.GetElapsedTime(_last) < s_interval) return;
        UnusedMemory.Free();
        _last = time.GetTimestamp();
    }
}
