using Gannet.Training.Distributed;

namespace Gannet.Training.Schedules;

/// <summary>The time that a training may take, how much is used, and what its end needs.</summary>
/// <param name="whole">All of it: steps, validations and what comes after the last step.</param>
/// <param name="time">The clock.</param>
internal sealed class TimeBudget(TimeSpan whole, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _before;

    /// <summary>All of it.</summary>
    public TimeSpan Whole => whole;

    /// <summary>Time used, also before an interruption.</summary>
    public TimeSpan Used => _before + time.GetElapsedTime(_start);

    /// <summary>What the end needs: the last validation, writing the model, the report.</summary>
    public TimeSpan Reserved { get; set; }

    /// <summary>What the pass over training images at the end needs, from which the statistics of norms are computed anew.</summary>
    public TimeSpan ReservedForNorms { get; set; }

    /// <summary>Time left for steps; may be negative.</summary>
    public TimeSpan Left => whole - Used - Reserved - ReservedForNorms;

    /// <summary>Lets all workers read the same time.</summary>
    public void Agree() => (time as AgreedClock)?.Tick();

    /// <summary>Adds what was used before: by an interrupted training, or before the first step.</summary>
    public void Add(TimeSpan used) => _before += used;
}
