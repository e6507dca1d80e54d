namespace Gannet.Cli.Input;

/// <summary>Gives every file a unique name: the second <c>a/1.jpg</c> becomes <c>a/1-2.jpg</c>.</summary>
internal static class UniqueNames
{
    /// <summary>The names in order; a repeated name gets the first number that makes it unique.</summary>
    /// <param name="names">Names with forward slashes.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> names)
    {
        // A number must not produce a name that another file has.
        var (all, used) = (names.ToHashSet(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        return [.. names.Select(name =>
        {
            var unique = name;
            for (var k = 2; (unique != name && all.Contains(unique)) || !used.Add(unique); k++)
                unique = Path.ChangeExtension(name, null) + $"-{k}" + Path.GetExtension(name);
            return unique;
        })];
    }
}
