using Gannet.Torch;
using Gannet.Training.Recipes;

namespace Gannet.Training.Tests.Recipes;

[LeakCheck]
public sealed class StepTimingTests
{
    // The clock is read before and after each step.
    [Fact]
    public void The_shortest_step_after_the_first_counts()
    {
        using var data = new SmallTraining(8);
        using var detector = SmallTraining.CreateDetector(1);
        var pace = StepTiming.Measure(
            detector.Options, new() { BatchSize = 2 }, data.Training, Device.Cpu, default, new ScriptedClock(0, 0.5, 10, 13, 20, 22, 30, 37));
        Assert.Equal(new(2, 4), pace);
    }

    private sealed class ScriptedClock(params double[] seconds) : TimeProvider
    {
        private int _next;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(seconds[_next++] * TimestampFrequency);
    }
}
