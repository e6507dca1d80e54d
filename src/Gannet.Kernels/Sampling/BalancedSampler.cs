using Gannet.Kernels.Matching;

namespace Gannet.Kernels.Sampling;

/// <summary>Draws a minibatch of boxes with a bounded share of foreground.</summary>
/// <param name="Size">Boxes drawn per image, or fewer if there are not enough; null for all foreground and its share of background.</param>
/// <param name="PositiveFraction">Largest share of foreground; the exact share with <paramref name="KeepRatio"/>.</param>
/// <param name="KeepRatio">
/// Whether background keeps its share even beside few foreground boxes, as in matterport's code, instead of filling up to
/// <paramref name="Size"/>. An image without foreground then gives no boxes.
/// </param>
public sealed record BalancedSampler(int? Size, double PositiveFraction, bool KeepRatio = false)
{
    /// <summary>Draws from the boxes that <see cref="BoxMatcher"/> labelled; ignored ones are never drawn.</summary>
    /// <param name="matches"><c>[A]</c>, as <see cref="BoxMatcher.Match"/> returns them.</param>
    /// <param name="random">The source of randomness.</param>
    /// <exception cref="InvalidOperationException">The amount of background depends on a foreground share that is 0.</exception>
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
        // Rounded down as in the originals; the factor helps a quotient that should be whole but falls short by its last bit.
        return (int)Math.Min(room, positives / PositiveFraction * (1 + 1e-12) - positives);
    }

    // The first steps of a Fisher–Yates shuffle; the result is sorted, so that memory is read forwards.
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
