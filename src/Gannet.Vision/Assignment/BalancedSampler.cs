namespace Gannet.Vision.Assignment;

/// <summary>Draws a minibatch of boxes with a bounded share of foreground.</summary>
/// <param name="Size">Boxes drawn from a picture; fewer only where there are not so many.</param>
/// <param name="PositiveFraction">Largest share of foreground.</param>
public sealed record BalancedSampler(int Size, double PositiveFraction)
{
    /// <summary>Draws from the boxes that <see cref="BoxMatcher"/> labelled; ignored ones are never drawn.</summary>
    /// <param name="matches"><c>[A]</c>, as <see cref="BoxMatcher.Match"/> returns them.</param>
    /// <param name="random">The source of the draw.</param>
    public BoxSample Sample(ReadOnlySpan<int> matches, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        List<int> positives = [], negatives = [];
        for (var k = 0; k < matches.Length; k++)
        {
            if (matches[k] >= 0) positives.Add(k);
            else if (matches[k] == BoxMatcher.Background) negatives.Add(k);
        }

        var positive = Draw(positives, Math.Min(positives.Count, (int)(Size * PositiveFraction)), random);
        var negative = Draw(negatives, Math.Min(negatives.Count, Size - positive.Length), random);
        return new(positive, negative);
    }

    // The first steps of a Fisher–Yates shuffle; in ascending order, so that memory is then read forwards.
    private static int[] Draw(List<int> items, int count, Random random)
    {
        for (var k = 0; k < count; k++)
        {
            var other = random.Next(k, items.Count);
            (items[k], items[other]) = (items[other], items[k]);
        }

        int[] drawn = [.. items[..count]];
        Array.Sort(drawn);
        return drawn;
    }
}
