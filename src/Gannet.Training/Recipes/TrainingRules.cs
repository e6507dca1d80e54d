using Gannet.Training.Augmentations;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;

namespace Gannet.Training.Recipes;

/// <summary>How the detector is trained; docs/recipe.md gives the reasons.</summary>
internal static class TrainingRules
{
    private const double Rate = 3e-4, RateFromScratch = 5e-4, WeightDecay = 0.05, ColourJitter = 0.2;

    // Objects at other sizes than their own: without them, twenty-five passes over blood cells end worse than ten.
    private static readonly double[] s_someSizes = [0.8, 1.25], s_manySizes = [0.7, 1.4];

    // Pictures with a class that fewer than this share of them contain come more often.
    private const double RareShare = 0.1;

    // Tiles with objects have background enough; the others only show what looks like an object and is none.
    private const double EmptyShare = 0.2;

    // Twelve megapixels that become an input of 384 × 512 would be jittered in full at every step. This is enough for the largest of the sizes above.
    private const double WorkingScale = 1.5;

    private const int MostBatch = 4, StepsPerPass = 16, Warmup = 50;

    // Pictures seen this often are learnt by heart unless they change; still more often, unless they change more.
    private const double ManyPasses = 12, VeryManyPasses = 40;

    // The average spans a twentieth of the training, but at least ten and at most five thousand steps.
    private const double AveragedShare = 0.05, LeastDecay = 0.9, MostDecay = 0.9998;

    /// <summary>What does not depend on the pace; the precision is left to <see cref="PrecisionTiming"/>.</summary>
    public static TrainingOptions For(DataProfile data, StartingWeights weights, RecipeLimits limits, InputSize size) => new()
    {
        Minutes = limits.Minutes,
        Tiles = size.Tile,
        EmptyTiles = EmptyShare,
        WorkingScale = WorkingScale,
        RepeatThreshold = data.RarestClass < RareShare ? RareShare : 0,
        BatchSize = Shared(size.Tile > 0 ? MostBatch : Math.Clamp(data.Pictures / StepsPerPass, 1, MostBatch), limits.Workers),
        Optimizer = OptimizerKind.AdamW,
        Rate = weights.Backbone is null ? RateFromScratch : Rate,
        WeightDecay = WeightDecay,
        WarmupSteps = Warmup,
        Decay = RateDecay.Cosine,
    };

    // Every worker has as many pictures of a batch as the others.
    private static int Shared(int batch, int workers) => (batch + workers - 1) / workers * workers;

    /// <summary>What depends on how often every picture is seen.</summary>
    public static TrainingOptions Adapt(TrainingOptions training, double passes, double steps) => training with
    {
        EmaDecay = Math.Round(Math.Clamp(1 - 1 / (AveragedShare * Math.Max(steps, 1)), LeastDecay, MostDecay), 4),
        Augmentation = passes > ManyPasses ? new() { ColourJitter = ColourJitter, ScaleJitter = passes > VeryManyPasses ? s_manySizes : s_someSizes } : new(),
    };
}
