using Gannet.Datasets.Splitting;

namespace Gannet.Datasets.Editing;

/// <summary>Which split a picture counts to, if several list it.</summary>
internal static class PictureSplit
{
    /// <summary>A test split before a validation split before any other: what is scored must not be learnt.</summary>
    public static string? Of(IReadOnlyDictionary<string, HashSet<string>> names, string name) =>
        names.Where(split => split.Value.Contains(name)).Select(static split => split.Key)
            .OrderBy(static split => SplitRoles.Of(split) switch { SplitRole.Test => 0, SplitRole.Validation => 1, SplitRole.TrainingAndValidation => 3, _ => 2 })
            .FirstOrDefault();
}
