using Gannet.Training.Schedules;

namespace Gannet.Training.Tests.Schedules;

public sealed class RateScheduleTests
{
    [Theory]
    [InlineData(1, 0.001)]
    [InlineData(5, 0.005)]
    [InlineData(10, 0.01)]
    [InlineData(75, 0.01)]
    [InlineData(76, 0.001)]
    [InlineData(100, 0.001)]
    public void The_rate_rises_stays_and_drops_to_a_tenth(int step, double rate) =>
        Assert.Equal(rate, new RateSchedule(new() { Rate = 0.01, WarmupSteps = 10 }, 100).RateAt(step), 12);

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(26, 0.008535533905932738)] // .005 (1 + cos π/4)
    [InlineData(51, 0.005)]
    [InlineData(76, 0.0014644660940672622)]
    public void The_cosine_falls_to_zero(int step, double rate) =>
        Assert.Equal(rate, new RateSchedule(new() { Rate = 0.01, WarmupSteps = 0, Decay = RateDecay.Cosine }, 100).RateAt(step), 12);

    // kerod's own manual steps, the second row after a warm-up.
    [Fact]
    public void The_rate_follows_given_steps()
    {
        var manual = new RateSchedule(new() { Rate = 1, WarmupSteps = 0, RateSteps = [[.2, 2], [.3, 3], [.7, 4]] }, 10);
        Assert.Equal([1, 1, 2, 3, 3, 3, 3, 4, 4, 4], Enumerable.Range(1, 10).Select(manual.RateAt));
        var warm = new RateSchedule(new() { Rate = .1, WarmupSteps = 5, RateSteps = [[.3, .1], [.4, .01]] }, 20);
        double[] expected = [.02, .04, .06, .08, .1, .1, .01, .01, .001];
        for (var step = 1; step <= 9; step++) Assert.Equal(expected[step - 1], warm.RateAt(step), 12);
    }

    [Theory]
    [InlineData(.5, .1, .5, .01)]
    [InlineData(.5, .1, .4, .01)]
    [InlineData(0, .1, .4, .01)]
    [InlineData(.5, .1, 1, .01)]
    [InlineData(.5, 0, .7, .01)]
    public void Steps_out_of_order_or_range_are_refused(double firstShare, double firstFactor, double secondShare, double secondFactor)
    {
        var options = new TrainingOptions { RateSteps = [[firstShare, firstFactor], [secondShare, secondFactor]] };
        Assert.Contains("rate_steps", Assert.Throws<InvalidOptionException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_that_are_no_pairs_are_refused()
    {
        Assert.Throws<InvalidOptionException>(new TrainingOptions { RateSteps = [[.5]] }.Validate);
        new TrainingOptions { RateSteps = [[.5, .1]] }.Validate();
    }

    [Fact]
    public void A_constant_rate_is_constant()
    {
        var schedule = new RateSchedule(new() { Rate = 0.3, WarmupSteps = 0, Decay = RateDecay.Constant }, 10);
        Assert.All(Enumerable.Range(1, 10), step => Assert.Equal(0.3, schedule.RateAt(step)));
    }

    [Theory]
    [InlineData(40, 10)]
    [InlineData(3, 1)]
    public void Warm_up_takes_no_more_than_a_quarter_of_a_short_training(int steps, int warm)
    {
        var schedule = new RateSchedule(new() { Rate = 1, WarmupSteps = 100, Decay = RateDecay.Constant }, steps);
        Assert.Equal(1, schedule.RateAt(warm));
        Assert.Equal(1.0 / warm, schedule.RateAt(1), 12);
    }

    [Fact]
    public void No_step_has_a_rate_of_zero()
    {
        foreach (var decay in (RateDecay[])[RateDecay.Step, RateDecay.Cosine, RateDecay.Constant])
        {
            var schedule = new RateSchedule(new() { Decay = decay }, 50);
            Assert.All(Enumerable.Range(1, 50), step => Assert.InRange(schedule.RateAt(step), 1e-9, 0.01));
        }
    }
}
