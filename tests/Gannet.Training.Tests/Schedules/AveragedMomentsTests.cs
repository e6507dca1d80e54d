using Gannet.Training.Schedules;

namespace Gannet.Training.Tests.Schedules;

public sealed class AveragedMomentsTests
{
    [Theory]
    [InlineData(12, 3, new[] { 6, 9, 12 })]
    [InlineData(11, 3, new[] { 6, 9, 11 })] // the last epoch is cut short
    [InlineData(3, 3, new[] { 3 })] // fewer epochs than moments
    [InlineData(2, 3, new[] { 2 })]
    public void They_are_the_ends_of_the_last_epochs(int steps, int stepsPerEpoch, int[] expected)
    {
        var options = new TrainingOptions();
        var moments = new AveragedMoments(3, stepsPerEpoch, new FixedSteps(steps, new RateSchedule(options, steps)));
        Assert.Equal(expected, Enumerable.Range(1, steps).Where(done => moments.Passed(done) > moments.Passed(done - 1)));
    }

    // 60 steps of 10 seconds: the last quarter of the schedule begins at step 45.
    [Fact]
    public void In_a_training_by_time_they_are_spaced_over_the_last_quarter_and_end_with_it()
    {
        var clock = new StepClock();
        var options = new TrainingOptions();
        var plan = new TimedSteps(new(TimeSpan.FromSeconds(600), clock), int.MaxValue, steps => new RateSchedule(options, steps));
        var moments = new AveragedMoments(5, 1000, plan);
        var found = new List<int>();
        for (var done = 1; done <= plan.Steps; done++)
        {
            clock.Seconds += 10;
            var passed = moments.Passed(done - 1);
            plan.StepDone();
            if (moments.Passed(done) > passed) found.Add(done);
        }

        Assert.Equal(60, plan.Steps);
        Assert.Equal([48, 51, 54, 57, 60], found);
    }
}
