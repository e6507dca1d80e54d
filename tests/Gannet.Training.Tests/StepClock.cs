namespace Gannet.Training.Tests;

/// <summary>A clock that a test moves.</summary>
internal sealed class StepClock : TimeProvider
{
    public double Seconds { get; set; }

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => (long)Math.Round(Seconds * TimestampFrequency);
}
