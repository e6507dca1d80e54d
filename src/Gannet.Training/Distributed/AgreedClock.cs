namespace Gannet.Training.Distributed;

/// <summary>The first worker's clock: what depends on time, such as the number of steps, is then the same for all workers.</summary>
/// <param name="world">The workers.</param>
/// <param name="time">The clock of this process; only the first worker's counts.</param>
/// <remarks>It stands still until <see cref="Tick"/>, so that reading it waits for nobody.</remarks>
internal sealed class AgreedClock(World world, TimeProvider time) : TimeProvider
{
    private readonly long _start = time.GetTimestamp();
    private long _now;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        if (world.IsAlone) Tick();
        return _now;
    }

    /// <summary>Sets it to the first worker's time.</summary>
    public void Tick() => _now = (long)world.OfFirst(time.GetElapsedTime(_start).Ticks);
}
