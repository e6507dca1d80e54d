namespace Gannet.Detection.Models;

/// <summary>Guesses the name that was meant by a misspelt one.</summary>
public static class NearestName
{
    // Up to a third of wrong letters is a typo; more is another word.
    private const int LettersPerSlip = 3;

    /// <summary>The candidate with the fewest insertions, deletions, replacements and swaps from <paramref name="name"/>.</summary>
    public static string Of(string name, IEnumerable<string> candidates) => candidates.MinBy(c => EditDistance.Between(name, c)) ?? "";

    /// <summary>The same, but null if even the nearest candidate looks like another word.</summary>
    public static string? Near(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        var nearest = Of(name, candidates);
        return nearest.Length > 0 && EditDistance.Between(name, nearest) <= Math.Max(1, name.Length / LettersPerSlip) ? nearest : null;
    }
}
