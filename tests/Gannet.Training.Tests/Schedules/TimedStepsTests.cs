using Gannet.Training.Schedules;

namespace Gannet.Training.Tests.Schedules;

public sealed class TimedStepsTests
{
    private static readonly TrainingOptions s_options = new() { Rate = 1, WarmupSteps = 0, Decay = RateDecay.Cosine };

    // Ten minutes at two seconds a step; the first plan is made after the tenth step and leaves out the reserve.
    [Theory]
    [InlineData(0, 300)]
    [InlineData(60, 270)]
    public void At_an_even_pace_the_plan_is_made_once_and_kept(int reserve, int steps)
    {
        var clock = new StepClock();
        var (plan, budget) = Create(clock, minutes: 10);
        budget.Reserved = TimeSpan.FromSeconds(reserve);
        var planned = new HashSet<int>();
        var done = Run(plan, clock, (step, _) =>
        {
            if (step > 10) planned.Add(plan.Steps);
            return 2;
        });
        Assert.Equal(steps, done);
        Assert.Equal([steps], planned);
    }

    [Fact]
    public void The_rates_are_those_of_the_cosine_over_the_planned_steps()
    {
        var clock = new StepClock();
        var (plan, _) = Create(clock, minutes: 10);
        var cosine = new RateSchedule(s_options, 300);
        Run(plan, clock, (step, rate) =>
        {
            if (step > 10) Assert.Equal(cosine.RateAt(step), rate, 12);
            return 2;
        });
    }

    // Twice as slow or as fast from half-way on: the rate never jumps, and the training ends with the time.
    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public void Another_pace_changes_the_number_of_steps_and_no_rate_jumps(int later)
    {
        var clock = new StepClock();
        var (plan, _) = Create(clock, minutes: 10);
        var rates = new List<double>();
        Run(plan, clock, (step, rate) =>
        {
            rates.Add(rate);
            return step < 150 ? 2 : later;
        });
        Assert.InRange(clock.Seconds, 600 - 8, 600 + 8);
        for (var k = 11; k < rates.Count; k++) Assert.InRange(rates[k - 1] - rates[k], -1e-12, 0.06);
        Assert.InRange(rates[^1], 0, 0.02);
    }

    [Fact]
    public void A_time_that_is_too_short_for_a_plan_still_ends_the_training()
    {
        var clock = new StepClock();
        var (plan, _) = Create(clock, minutes: 0.5);
        Assert.InRange(Run(plan, clock, static (_, _) => 9), 3, 4);
    }

    [Fact]
    public void The_number_of_steps_is_limited_too()
    {
        var clock = new StepClock();
        var plan = new TimedSteps(new TimeBudget(TimeSpan.FromMinutes(10), clock), 7, static steps => new RateSchedule(s_options, steps));
        Assert.Equal(7, Run(plan, clock, static (_, _) => 2));
    }

    [Fact]
    public void A_resumed_plan_takes_the_steps_and_rates_of_an_uninterrupted_one()
    {
        var clock = new StepClock();
        var (plan, _) = Create(clock, minutes: 10);
        var (straight, saved) = (new List<double>(), "");
        Run(plan, clock, (step, rate) =>
        {
            straight.Add(rate);
            if (step == 101) saved = plan.Save(); // after 100 steps
            return 2;
        });
        var later = new StepClock();
        var (resumed, _) = Create(later, minutes: 10);
        resumed.Restore(saved, 100);
        var rates = new List<double>();
        Run(resumed, later, (_, rate) =>
        {
            rates.Add(rate);
            return 2;
        }, done: 100);
        Assert.Equal(straight.Skip(100), rates);
    }

    [Theory]
    [InlineData("")]
    [InlineData("300 300 0.5")]
    [InlineData("300 300 2 0")]
    [InlineData("99 300 0.5 0")]
    [InlineData("x 300 0.5 0")]
    public void A_damaged_plan_is_refused(string text)
    {
        var (plan, _) = Create(new StepClock(), minutes: 10);
        Assert.Equal("has no plan of its time", Assert.Throws<InvalidDataException>(() => plan.Restore(text, 100)).Message);
    }

    private static (TimedSteps Plan, TimeBudget Budget) Create(StepClock clock, double minutes)
    {
        var budget = new TimeBudget(TimeSpan.FromMinutes(minutes), clock);
        return (new(budget, int.MaxValue, static steps => new RateSchedule(s_options, steps)), budget);
    }

    private static int Run(TimedSteps plan, StepClock clock, Func<int, double, double> seconds, int done = 0)
    {
        while (done < plan.Steps)
        {
            clock.Seconds += seconds(done + 1, plan.RateAt(done + 1));
            done++;
            plan.StepDone();
        }

        return done;
    }
}
