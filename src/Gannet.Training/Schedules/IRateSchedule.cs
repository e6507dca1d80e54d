namespace Gannet.Training.Schedules;

/// <summary>The learning rate of every step.</summary>
public interface IRateSchedule
{
    /// <summary>The rate of <paramref name="step"/>, counted from 1. It depends on the step alone, so that training can resume.</summary>
    double RateAt(int step);
}
