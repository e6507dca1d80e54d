namespace Gannet.Detection.Models;

/// <summary>Parses a list of class names given by a user.</summary>
public static class ClassNames
{
    /// <summary>Names from a file with one per line, or from comma-separated text.</summary>
    /// <exception cref="InvalidDataException">A name is empty or occurs twice, or there is none.</exception>
    public static IReadOnlyList<string> Parse(string fileOrNames)
    {
        ArgumentNullException.ThrowIfNull(fileOrNames);
        string[] names = File.Exists(fileOrNames)
            ? [.. File.ReadAllLines(fileOrNames).Select(static l => l.Trim()).Where(static l => l.Length > 0)]
            : [.. fileOrNames.Split(',').Select(static n => n.Trim())];
        if (names.Length == 0 || names.Any(static n => n.Length == 0))
            throw new InvalidDataException($"{fileOrNames}: expected class names, one per line in a file or separated by commas.");
        if (names.GroupBy(static n => n).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw new InvalidDataException($"{fileOrNames}: the class name '{twice.Key}' occurs {twice.Count()} times; names must be unique.");
        return names;
    }
}
