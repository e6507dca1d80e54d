using System.Runtime.CompilerServices;
using Gannet.Cli.Memory;
using Gannet.Training.Observers;

namespace Gannet.Cli.Tests.Memory;

public sealed class MemoryAfterEpochTests
{
    private static readonly EpochReport s_epoch = new(1, 10, 0, ValidationLosses: null, Evaluation: null, IsBest: false);

    [Fact]
    public void What_an_epoch_left_is_freed_but_not_after_every_short_epoch()
    {
        var clock = new Clock();
        var memory = new MemoryAfterEpoch(clock);
        var garbage = OldGarbage();
        clock.Seconds = 9;
        memory.OnEpoch(s_epoch);
        Assert.Equal(1, clock.Reads); // it asked only how long ago the last time was
        clock.Seconds = 11;
        memory.OnEpoch(s_epoch);
        Assert.False(garbage.IsAlive);
        clock.Reads = 0;
        clock.Seconds = 20;
        memory.OnEpoch(s_epoch);
        Assert.Equal(1, clock.Reads);
    }

    // A large array is old from the start: only a full collection frees it. In a method of its own, so that no local refers to it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference OldGarbage() => new(new byte[1 << 20]);

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public int Reads { get; set; } = -1; // the constructor's own

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp()
        {
            Reads++;
            return (long)(Seconds * TimestampFrequency);
        }
    }
}
