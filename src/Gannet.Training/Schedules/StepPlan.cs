namespace Gannet.Training.Schedules;

/// <summary>How many steps a training takes, and the learning rate of each.</summary>
internal abstract class StepPlan
{
    /// <summary>Total number of steps as planned now.</summary>
    public abstract int Steps { get; }

    /// <summary>The number of steps for reports; 0 while it is not known.</summary>
    public virtual int KnownSteps => Steps;

    /// <summary>The share of the schedule that is done, where its number of steps may still change; otherwise null.</summary>
    public virtual double? ShareDone => null;

    /// <summary>The learning rate of <paramref name="step"/>, counted from 1: the step after those that were reported.</summary>
    public abstract double RateAt(int step);

    /// <summary>Reports a step that is done; the plan may change.</summary>
    public virtual void StepDone()
    {
    }

    /// <summary>What a resumed training needs to go on with the same plan, as text; empty if nothing.</summary>
    public virtual string Save() => "";

    /// <summary>Goes on with a plan of <see cref="Save"/>.</summary>
    /// <param name="state">The text.</param>
    /// <param name="done">Steps already taken.</param>
    /// <exception cref="InvalidDataException">The text is not of this kind of plan.</exception>
    public virtual void Restore(string state, int done)
    {
    }
}

/// <summary>A number of steps that is known from the start.</summary>
/// <param name="steps">The number.</param>
/// <param name="schedule">The learning rates.</param>
internal sealed class FixedSteps(int steps, IRateSchedule schedule) : StepPlan
{
    public override int Steps => steps;

    public override double RateAt(int step) => schedule.RateAt(step);
}
