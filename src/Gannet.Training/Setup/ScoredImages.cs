using Gannet.Datasets;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Splitting;

namespace Gannet.Training.Setup;

/// <summary>Which images of a data set an evaluation scores: by default those that a training on it does not use.</summary>
/// <param name="Split">The split to read; null for all.</param>
/// <param name="OnlyHeldOut">Whether only every fifth image is scored, see <see cref="HeldOutImages"/>.</param>
/// <param name="Description">One line describing the choice; null where the user asked for it or it is obvious.</param>
public sealed record ScoredImages(string? Split, bool OnlyHeldOut, string? Description)
{
    /// <summary>Selects the images that a training holds out.</summary>
    public const string HeldOut = "held-out";

    /// <summary>Selects all images.</summary>
    public const string All = "all";

    /// <summary>Chooses what was asked for, otherwise by the names of the splits.</summary>
    /// <param name="path">The data set.</param>
    /// <param name="asked">The name of a split, <see cref="HeldOut"/>, <see cref="All"/>, or null for the usual choice.</param>
    /// <exception cref="InvalidDataException">There is no such split, or it is unclear which images are held out.</exception>
    public static ScoredImages Of(string path, string? asked)
    {
        var splits = DatasetReader.Splits(path);
        if (asked is not null && (asked is not HeldOut and not All || splits.Contains(asked))) return new(asked, OnlyHeldOut: false, null);
        if (asked == All) return new(null, OnlyHeldOut: false, null);
        if (asked is null && splits.Count == 0 && IsForScoring(path)) return new(null, OnlyHeldOut: false, null);

        var plan = SplitPlan.Of(splits);
        if (plan.Validation is { } validation)
            return new(validation, OnlyHeldOut: false, $"Scoring split '{validation}', which training does not use; --split {All} scores every picture.");
        if (splits.Count > 0 && plan.Training.Count == 0)
            return new(splits is [var only] ? only : null, OnlyHeldOut: false, $"Scoring {string.Join(", ", splits.Select(static s => $"'{s}'"))}, which training does not use.");
        if (plan.Training.Count > 1)
            throw new InvalidDataException($"{path}: it is unclear which pictures are held out of {string.Join(", ", plan.Training)}; name a split with --split, or '--split {All}'.");

        var learnt = plan.Training is [var split] ? split : null;
        return new(learnt, OnlyHeldOut: true,
            $"Scoring every fifth picture{(learnt is null ? "" : $" of split '{learnt}'")}, which training holds out; --split {All} scores every picture.");
    }

    /// <summary>The readable images to score; all if there are too few to hold any out.</summary>
    public AnnotatedDataset Of(AnnotatedDataset readable)
    {
        ArgumentNullException.ThrowIfNull(readable);
        return OnlyHeldOut && HeldOutImages.Of(readable.Images) is { Count: > 0 } held ? readable with { Images = held } : readable;
    }

    // One split's file or folder, such as instances_val2017.json, valid/_annotations.coco.json or images/test.
    private static bool IsForScoring(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var words = Path.GetFileNameWithoutExtension(full).Split('_', '-', '.').ToList();
        if (File.Exists(full)) words.Add(Path.GetFileName(Path.GetDirectoryName(full)) ?? "");
        return words.Exists(static word => SplitRoles.Of(word) is SplitRole.Validation or SplitRole.Test);
    }
}
