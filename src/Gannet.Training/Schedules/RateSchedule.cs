namespace Gannet.Training;

/// <summary>The learning rate of every step.</summary>
/// <param name="options">Rate, warm-up and decay.</param>
/// <param name="steps">Steps of the whole training.</param>
public sealed class RateSchedule(TrainingOptions options, int steps)
{
    private const double StepFactor = 0.1;

    private readonly int _warmup = Math.Min(options.WarmupSteps, Math.Max(steps / 4, 1));

    /// <summary>The rate of <paramref name="step"/>, counted from 1.</summary>
    public double RateAt(int step)
    {
        var warmth = options.WarmupSteps == 0 ? 1 : Math.Min(1.0, (double)step / _warmup);
        return options.Rate * warmth * FactorAt(step);
    }

    private double FactorAt(int step)
    {
        if (options.RateSteps.Length > 0) return options.RateSteps.LastOrDefault(s => step > s[0] * steps)?[1] ?? 1;
        return options.Decay switch
        {
            RateDecay.Step => step > options.DecayAfter * steps ? StepFactor : 1,
            RateDecay.Cosine => 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1.0, (double)(step - 1) / steps))),
            _ => 1,
        };
    }
}
