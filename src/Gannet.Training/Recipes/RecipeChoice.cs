using System.Globalization;
using Gannet.Detection.Models;

namespace Gannet.Training.Recipes;

/// <summary>One choice of a recipe.</summary>
/// <param name="What">What is chosen, such as "input".</param>
/// <param name="Value">The choice, such as "short side 416".</param>
/// <param name="Why">The reason, in a few words with the number it rests on.</param>
public sealed record RecipeChoice(string What, string Value, string Why)
{
    /// <summary>The choices of a recipe in words.</summary>
    internal static IReadOnlyList<RecipeChoice> Of(
        DetectorOptions detector, TrainingOptions training, DataProfile data, InputSize size, StepPace pace, double passes)
    {
        var (low, high, _) = size.Objects(data);
        var (backbone, anchors) = (detector.Backbone, detector.Anchors);
        List<RecipeChoice> choices =
        [
            new("input", size.Tile > 0 ? $"tiles of {size.Tile} pixels at {size.ShortSide}" : $"short side {size.ShortSide}, long side up to {size.LongSide}", size.Why),
            new("backbone", backbone.Name, backbone.TrainableStages < 0 ? "small enough to learn from scratch" : "the one of the weights"),
            new("maps", backbone.Outputs is [] ? "the preset's" : string.Join(", ", backbone.Outputs),
                backbone.Outputs is ["layer1", ..] ? "small objects need the finest map" : "no object is so small that it needs a finer map"),
            new("anchors",
                $"sides {string.Join(", ", anchors.Sizes.Select(static s => string.Join("+", s)))}, height to width {string.Join(", ", anchors.Ratios.Select(static r => Text(r)))}",
                $"objects have sides from {Text(low, "0")} to {Text(high, "0")} pixels"),
            new("minibatch", $"{detector.Proposals.Samples} anchors, {detector.Head.Samples} regions", $"pictures hold up to {Text(data.ObjectsPerPicture.Most)} objects"),
            new("suppression", "soft", "neighbours that overlap are not lost"),
            new("step", $"{training.BatchSize} pictures", $"about {Text(pace.Seconds)} s here"),
            new("schedule",
                $"{Text(training.Minutes ?? 0)} minutes, AdamW from {Text(training.Rate, "0.#####")} by a cosine, weights averaged with decay {Text(training.EmaDecay, "0.####")}",
                $"about {Text(passes, "0.#")} passes"),
            training.Augmentation.ColourJitter > 0
                ? new("augmentation", "mirrored, sizes and colours varied", "pictures seen so often would be learnt by heart")
                : new("augmentation", "mirrored", "so few passes learn nothing by heart"),
        ];
        if (training.RepeatThreshold > 0)
            choices.Add(new("sampling", "pictures with rare classes come more often", $"one class is in {Text(100 * data.RarestClass, "0")} % of the pictures"));
        return choices;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{What}: {Value} ({Why})";

    private static string Text(double value, string format = "0.##") => value.ToString(format, CultureInfo.InvariantCulture);
}
