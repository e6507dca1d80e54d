using System.Globalization;

namespace Gannet.Training.Recipes;

/// <summary>Chooses detector and training by rules from the data, the weights and a few timed steps; docs/recipe.md gives their reasons.</summary>
public sealed class AutoRecipe
{
    /// <summary>The name for <c>--preset</c>.</summary>
    public const string Name = "auto";

    /// <summary>Minutes if none are given.</summary>
    public const double DefaultMinutes = 30;

    // Passes over the pictures: fewer teach too little; where there is time for more than the second number, small objects are shown larger.
    private const double FewPasses = 8, FewPassesFromScratch = 20, ManyPasses = 60;

    // The time of a training that is not steps: reading, validation, report.
    private const double StepShare = 0.85;

    // No smaller or larger than this times the size that the objects ask for.
    private const double LeastScale = 0.7, MostScale = 1.5;

    private readonly DataProfile _data;
    private readonly StartingWeights _weights;
    private readonly RecipeLimits _limits;

    private AutoRecipe(DataProfile data, StartingWeights weights, RecipeLimits limits) => (_data, _weights, _limits) = (data, weights, limits);

    /// <summary>Chooses.</summary>
    /// <param name="data">The training pictures.</param>
    /// <param name="weights">What training starts from.</param>
    /// <param name="limits">Time and machine.</param>
    public static Recipe Choose(DataProfile data, StartingWeights weights, RecipeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(limits);
        return new AutoRecipe(data, weights, limits).Choose();
    }

    private Recipe Choose()
    {
        var size = InputSize.For(_data).AskedFor(_data, _limits.ShortSide, _limits.LongSide);
        var timed = PrecisionTiming.Of(DetectorRules.For(_data, _weights, size), Training(size), _limits);
        var pace = timed.Pace;
        var fitted = Fit(size, Passes(pace));
        pace = pace with { Seconds = pace.Seconds * fitted.Pixels(_data) / size.Pixels(_data) };
        var passes = Passes(pace);
        var detector = DetectorRules.For(_data, _weights, fitted);
        var training = TrainingRules.Adapt(Training(fitted), passes, passes * pace.StepsPerPass) with { Precision = timed.Precision };
        return new(
            detector with { Description = $"chosen by gannet train --preset {Name}" }, training,
            [.. RecipeChoice.Of(detector, training, _data, fitted, pace, passes), timed.Choice], passes < Few ? [TooShort(passes)] : []);
    }

    private TrainingOptions Training(InputSize size) => TrainingRules.For(_data, _weights, _limits, size);

    private string TooShort(double passes) => string.Create(CultureInfo.InvariantCulture,
        $"{_limits.Minutes:0.#} minutes are {passes:0.#} passes over the pictures, fewer than the {Few:0} that teach most of it; "
        + $"about {_limits.Minutes * Few / Math.Max(passes, 0.01):0} minutes would do.");

    private double Few => _weights.Backbone is not null ? FewPasses : FewPassesFromScratch;

    private double Passes(StepPace pace) => _limits.Minutes * 60 * StepShare / pace.Seconds / pace.StepsPerPass;

    // Time decides between seeing more and seeing larger.
    private InputSize Fit(InputSize size, double passes)
    {
        if (passes < Few)
        {
            return size.Scaled(_data, Math.Max(LeastScale, Math.Sqrt(passes / Few)), string.Create(CultureInfo.InvariantCulture,
                $"smaller than the {size.ShortSide} that '{_data.SmallestName}' asks for, so that there are more passes"));
        }

        return passes > ManyPasses
            ? size.Enlarged(_data, Math.Min(MostScale, Math.Sqrt(passes / ManyPasses)), string.Create(CultureInfo.InvariantCulture,
                $"larger than the {size.ShortSide} that '{_data.SmallestName}' asks for: there is time"))
            : size;
    }
}
