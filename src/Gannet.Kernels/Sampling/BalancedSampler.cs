using Gannet.Kernels.Matching;

namespace Gannet.Kernels.Sampling;

/// <summary>Draws a minibatch of boxes with a bounded share of foreground.</summary>
/// <param name="Size">Boxes drawn from a picture, fewer only where there are not so many; null for all foreground and its share of background.</param>
/// <param name="PositiveFraction">Largest share of foreground; the very share where <paramref name="KeepRatio"/>.</param>
/// <param name="KeepRatio">
/// Whether few foreground boxes bring only their share of background, as matterport's, instead of background up to
/// <paramref name="Size"/>. A picture without foreground then gives no boxes.
/// </param>
public sealed record BalancedSampler(int? Size, double PositiveFraction, bool KeepRatio = false)
{
    /// <summary>Draws from the boxes that <see cref="BoxMatcher"/> labelled; ignored ones are never drawn.</summary>
    /// <param name="matches"><c>[A]</c>, as <see cref="BoxMatcher.Match"/> returns them.</param>
    /// <param name="random">The source of the draw.</param>
    /// <exception cref="InvalidOperationException">The background follows from a share of foreground that is 0.</exception>
    public BoxSample Sample(ReadOnlySpan<int> matches, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        List<int> positives = [], negatives = [];
        for (var k = 0; k < matches.Length; k++)
        {
            if (matches[k] >= 0) positives.Add(k);
            else if (matches[k] == BoxMatcher.Background) negatives.Add(k);
        }

        var positive = Draw(positives, Size is { } size ? Math.Min(positives.Count, (int)(size * PositiveFraction)) : positives.Count, random);
        var negative = Draw(negatives, Math.Min(negatives.Count, Negatives(positive.Length)), random);
        return new(positive, negative);
    }

    private int Negatives(int positives)
    {
        var room = Size is { } size ? size - positives : int.MaxValue;
        if (Size is not null && !KeepRatio) return room;
        if (!(PositiveFraction > 0)) throw new InvalidOperationException("A sampler that keeps the ratio needs a positive fraction above 0.");
        // Rounded down as the originals do; a quotient that should be whole may fall short of it by its last bit.
        return (int)Math.Min(room, positives / PositiveFraction * (1 + 1e-12) - positives);
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
