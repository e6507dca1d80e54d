using Gannet.Datasets.Splitting;

namespace Gannet.Training.Setup;

/// <summary>Which splits of a data set are trained on, which one is scored, and which are not used.</summary>
/// <param name="Training">Splits to train on; empty if the data set has no splits.</param>
/// <param name="Validation">Split to score after each epoch; null for none.</param>
/// <param name="Unused">Splits that are not used; VOC's <c>trainval</c> is not listed.</param>
public sealed record SplitPlan(IReadOnlyList<string> Training, string? Validation, IReadOnlyList<string> Unused)
{
    /// <summary>Chooses by the usual names: a test split is never trained on unless asked for.</summary>
    /// <param name="splits">The splits of the data set.</param>
    /// <param name="training">The split that was asked for; null for the usual choice.</param>
    /// <param name="validation">The split that was asked for; null for the usual choice.</param>
    public static SplitPlan Of(IReadOnlyList<string> splits, string? training = null, string? validation = null)
    {
        ArgumentNullException.ThrowIfNull(splits);
        var learnt = training is not null ? [training] : ToLearn(splits, validation);
        validation ??= ToScore(splits, learnt);
        string[] unused = [.. splits.Where(s => !learnt.Contains(s) && s != validation && SplitRoles.Of(s) != SplitRole.TrainingAndValidation)];
        return new(learnt, validation, unused);
    }

    private static string[] ToLearn(IReadOnlyList<string> splits, string? validation)
    {
        string[] Of(SplitRole role) => [.. splits.Where(s => s != validation && SplitRoles.Of(s) == role)];
        if (splits.FirstOrDefault(static s => s.Equals("train", StringComparison.OrdinalIgnoreCase)) is { } train) return [train];
        return Of(SplitRole.Training) is { Length: > 0 } usual ? usual
            : Of(SplitRole.TrainingAndValidation) is { Length: > 0 } both ? both
            : Of(SplitRole.Unknown);
    }

    // Prefers the one that matches the training split: val2017 for train2017.
    private static string? ToScore(IReadOnlyList<string> splits, string[] learnt)
    {
        string[] candidates = [.. splits.Where(s => !learnt.Contains(s) && SplitRoles.Of(s) == SplitRole.Validation)];
        if (Array.Exists(learnt, static s => SplitRoles.Of(s) == SplitRole.TrainingAndValidation)) return null;
        var end = learnt is [var only] ? Ending(only) : "";
        return candidates.FirstOrDefault(s => Ending(s) == end) ?? candidates.FirstOrDefault();
    }

    private static string Ending(string split) => new([.. split.SkipWhile(char.IsLetter)]);
}
