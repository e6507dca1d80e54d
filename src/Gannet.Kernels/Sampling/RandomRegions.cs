namespace Gannet.Kernels.Sampling;

/// <summary>Regions drawn at random instead of proposed, to train a second stage without a first (matterport's rule).</summary>
/// <remarks>
/// Nine tenths are divided equally among the objects, and drawn inside the object's box extended by its own height and width on every
/// side. The rest, with any remainder of the division, lie anywhere. Corners lie on whole pixels.
/// </remarks>
public static class RandomRegions
{
    private const double NearTruths = 0.9;

    /// <summary>Draws regions for one image.</summary>
    /// <param name="count">Number of regions.</param>
    /// <param name="height">Height of the image, at least 1.</param>
    /// <param name="width">Width of the image, at least 1.</param>
    /// <param name="truths">Boxes of the objects; without any, all regions lie anywhere.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns><c>[count]</c> boxes inside the image, at least one pixel high and wide: the objects' in order, then the rest.</returns>
    public static Box[] Draw(int count, int height, int width, ReadOnlySpan<Box> truths, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentNullException.ThrowIfNull(random);
        var regions = new List<Box>(count);
        var share = truths.IsEmpty ? 0 : (int)(NearTruths * count / truths.Length);
        foreach (var truth in truths)
        {
            var (left, right) = Around(truth.X1, truth.X2, width);
            var (top, bottom) = Around(truth.Y1, truth.Y2, height);
            for (var k = 0; k < share; k++) regions.Add(Between(left, right, top, bottom, random));
        }

        while (regions.Count < count) regions.Add(Between(0, width, 0, height, random));
        return [.. regions];
    }

    private static Box Between(int left, int right, int top, int bottom, Random random)
    {
        var (x1, x2) = Ends(left, right, random);
        var (y1, y2) = Ends(top, bottom, random);
        return new(x1, y1, x2, y2);
    }

    // Two different whole numbers: the second skips the first, so that no draw is wasted.
    private static (int Low, int High) Ends(int first, int last, Random random)
    {
        var (a, b) = (random.Next(first, last + 1), random.Next(first, last));
        if (b >= a) b++;
        return (Math.Min(a, b), Math.Max(a, b));
    }

    // At least one pixel, inside the image, wherever the object is.
    private static (int First, int Last) Around(float start, float end, int length)
    {
        var size = Math.Max(end - start, 0);
        var first = (int)Math.Clamp(MathF.Floor(start - size), 0, length - 1);
        return (first, (int)Math.Clamp(MathF.Ceiling(end + size), first + 1, length));
    }
}
