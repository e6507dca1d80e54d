using Gannet.Datasets;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Splitting;

namespace Gannet.Training.Setup;

/// <summary>Which pictures of a data set an evaluation scores: by default those that a training on it does not learn.</summary>
/// <param name="Split">The split to read; null for all.</param>
/// <param name="OnlyHeldOut">Whether only every fifth of them is scored, see <see cref="HeldOutImages"/>.</param>
/// <param name="Description">One line that says so; null where it was asked for or goes without saying.</param>
public sealed record ScoredImages(string? Split, bool OnlyHeldOut, string? Description)
{
    /// <summary>Asks for the pictures that a training holds out.</summary>
    public const string HeldOut = "held-out";

    /// <summary>Asks for every picture.</summary>
    public const string All = "all";

    /// <summary>Chooses by what was asked for, else by the names of the splits.</summary>
    /// <param name="path">The data set.</param>
    /// <param name="asked">The name of a split, <see cref="HeldOut"/>, <see cref="All"/>, or null for the usual choice.</param>
    /// <exception cref="InvalidDataException">There is no such split, or nothing says which pictures are held out.</exception>
    public static ScoredImages Of(string path, string? asked)
    {
        var splits = DatasetReader.Splits(path);
        if (asked is not null && (asked is not HeldOut and not All || splits.Contains(asked))) return new(asked, OnlyHeldOut: false, null);
        if (asked == All) return new(null, OnlyHeldOut: false, null);
        if (asked is null && splits.Count == 0 && IsForScoring(path)) return new(null, OnlyHeldOut: false, null);

        var plan = SplitPlan.Of(splits);
        if (plan.Validation is { } validation)
            return new(validation, OnlyHeldOut: false, $"Scoring split '{validation}', which a training does not learn; --split {All} scores every picture.");
        if (splits.Count > 0 && plan.Training.Count == 0)
            return new(splits is [var only] ? only : null, OnlyHeldOut: false, $"Scoring {string.Join(", ", splits.Select(static s => $"'{s}'"))}, which a training does not learn.");
        if (plan.Training.Count > 1)
            throw new InvalidDataException($"{path}: nothing says what is held out of {string.Join(", ", plan.Training)}; name a split with --split, or '--split {All}'.");

        var learnt = plan.Training is [var split] ? split : null;
        return new(learnt, OnlyHeldOut: true,
            $"Scoring every fifth picture{(learnt is null ? "" : $" of split '{learnt}'")}, which a training holds out; --split {All} scores every picture.");
    }

    /// <summary>Those of the readable pictures that are scored; all where there are too few to hold any out.</summary>
    public AnnotatedDataset Of(AnnotatedDataset readable)
    {
        ArgumentNullException.ThrowIfNull(readable);
        return OnlyHeldOut && HeldOutImages.Of(readable.Images) is { Count: > 0 } held ? readable with { Images = held } : readable;
    }

    // One file or folder of a divided data set, such as instances_val2017.json, valid/_annotations.coco.json or images/test.
    private static bool IsForScoring(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var words = Path.GetFileNameWithoutExtension(full).Split('_', '-', '.').ToList();
        if (File.Exists(full)) words.Add(Path.GetFileName(Path.GetDirectoryName(full)) ?? "");
        return words.Exists(static word => SplitRoles.Of(word) is SplitRole.Validation or SplitRole.Test);
    }
}
