namespace Gannet.Datasets.Splitting;

/// <summary>Knows the usual names of splits.</summary>
public static class SplitRoles
{
    private static readonly (string Start, SplitRole Role)[] s_starts =
    [
        ("trainval", SplitRole.TrainingAndValidation), // before "train", which it begins with
        ("train", SplitRole.Training), ("val", SplitRole.Validation), ("test", SplitRole.Test),
    ];

    private static readonly string[] s_longForms = ["training", "validation", "valid", "testing"];

    /// <summary>The purpose of a split. A number or a suffix after a mark may follow the word: <c>val2017</c>, <c>test-dev</c>.</summary>
    /// <param name="name">The split's name, in any case.</param>
    public static SplitRole Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var (start, role) in s_starts)
        {
            if (name.StartsWith(start, StringComparison.OrdinalIgnoreCase) && EndsWord(name, start)) return role;
        }

        return SplitRole.Unknown;
    }

    // "testimonials" and "trains" are unrelated words.
    private static bool EndsWord(string name, string start)
    {
        var word = s_longForms.FirstOrDefault(form => name.StartsWith(form, StringComparison.OrdinalIgnoreCase)) ?? start;
        return name.Length == word.Length || !char.IsLetter(name[word.Length]);
    }
}
