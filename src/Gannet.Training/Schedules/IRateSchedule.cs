namespace Gannet.Training.Schedules;

/// <summary>The learning rate of every step.</summary>
public interface IRateSchedule
{
    /// <summary>The rate of <paramref name="step"/>, counted from 1; the same for the same step, so that a resumed training goes on with it.</summary>
    double RateAt(int step);
}
