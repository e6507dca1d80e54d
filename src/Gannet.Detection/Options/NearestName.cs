namespace Gannet.Detection;

/// <summary>Guesses which name a misspelt one was meant to be.</summary>
public static class NearestName
{
    /// <summary>The candidate with the fewest insertions, deletions and substitutions from <paramref name="name"/>.</summary>
    public static string Of(string name, IEnumerable<string> candidates) => candidates.MinBy(c => Distance(name, c)) ?? "";

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
