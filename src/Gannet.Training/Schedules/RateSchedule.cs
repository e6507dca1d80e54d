using Gannet.Detection;

namespace Gannet.Training.Schedules;

/// <summary>The learning rate of every step.</summary>
public interface IRateSchedule
{
    /// <summary>The rate of <paramref name="step"/>, counted from 1. It depends on the step alone, so that training can resume.</summary>
    double RateAt(int step);
}

/// <summary>The built-in schedules: warm-up, then decay.</summary>
/// <param name="options">Rate, warm-up and decay.</param>
/// <param name="steps">Total number of steps.</param>
public sealed class RateSchedule(TrainingOptions options, int steps) : IRateSchedule
{
    private const double StepFactor = 0.1;

    private readonly int _warmup = Math.Min(options.WarmupSteps, Math.Max(steps / 4, 1));

    internal static PartTable<ScheduleMaker> Known { get; } = new(
        "training.decay",
        (RateDecay.Step.Name, Create),
        (RateDecay.Cosine.Name, Create),
        (RateDecay.Constant.Name, Create));

    /// <inheritdoc/>
    public double RateAt(int step)
    {
        var warmth = options.WarmupSteps == 0 ? 1 : Math.Min(1.0, (double)step / _warmup);
        return options.Rate * warmth * FactorAt(step);
    }

    private static RateSchedule Create(TrainingOptions options, int steps) => new(options, steps);

    private double FactorAt(int step)
    {
        if (options.RateSteps.Length > 0) return options.RateSteps.LastOrDefault(s => step > s[0] * steps)?[1] ?? 1;
        if (options.Decay == RateDecay.Step) return step > options.DecayAfter * steps ? StepFactor : 1;
        return options.Decay == RateDecay.Cosine ? 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1.0, (double)(step - 1) / steps))) : 1;
    }
}
