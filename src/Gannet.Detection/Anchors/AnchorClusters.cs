namespace Gannet.Detection.Anchors;

/// <summary>Shapes of anchors that fit given objects: k-means with 1 − IoU as the distance (Redmon and Farhadi 2017).</summary>
public static class AnchorClusters
{
    // The means hardly move after this many rounds.
    private const int MostRounds = 100;

    /// <summary>The shapes, smallest area first.</summary>
    /// <param name="objects">Height and width of each object, positive, in any unit.</param>
    /// <param name="count">Number of shapes, at least 1; fewer are returned if there are fewer different objects.</param>
    /// <returns>Height and width of each shape in the unit of the objects.</returns>
    /// <remarks>Starts from the objects at equal steps of area, so that the same objects always give the same shapes.</remarks>
    public static IReadOnlyList<(float Height, float Width)> Of(IReadOnlyList<(float Height, float Width)> objects, int count)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (objects.FirstOrDefault(static o => !(o.Height > 0) || !(o.Width > 0)) is { } bad && bad != default)
            throw new ArgumentException($"An object of {bad.Height} × {bad.Width} has no shape.", nameof(objects));
        (float Height, float Width)[] sorted = [.. objects.OrderBy(static o => o.Height * o.Width).ThenBy(static o => o.Height)];
        (float Height, float Width)[] means = [.. Enumerable.Range(0, count)
            .Select(k => sorted[(int)((2L * k + 1) * sorted.Length / (2 * count))]).Distinct()];
        var nearest = new int[sorted.Length];
        for (var round = 0; round < MostRounds; round++)
        {
            var moved = false;
            for (var k = 0; k < sorted.Length; k++)
            {
                var best = Best(means, sorted[k]);
                moved |= round == 0 || best != nearest[k];
                nearest[k] = best;
            }

            if (!moved) break;
            means = [.. Enumerable.Range(0, means.Length).Select(m => Mean(sorted, nearest, m) ?? means[m])];
        }

        return [.. means.OrderBy(static m => m.Height * m.Width)];
    }

    /// <summary>Mean over the objects of the IoU with the shape that fits best, both centred.</summary>
    /// <param name="objects">Height and width of each object.</param>
    /// <param name="shapes">At least one shape in the same unit.</param>
    public static double Fit(IReadOnlyList<(float Height, float Width)> objects, IReadOnlyList<(float Height, float Width)> shapes)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(shapes);
        return objects.Average(o => shapes.Max(s => Iou(o, s)));
    }

    // IoU of two boxes with the same centre.
    private static float Iou((float Height, float Width) a, (float Height, float Width) b)
    {
        var shared = Math.Min(a.Height, b.Height) * Math.Min(a.Width, b.Width);
        return shared / (a.Height * a.Width + b.Height * b.Width - shared);
    }

    private static int Best((float Height, float Width)[] means, (float Height, float Width) item)
    {
        var best = 0;
        for (var m = 1; m < means.Length; m++)
        {
            if (Iou(item, means[m]) > Iou(item, means[best])) best = m;
        }

        return best;
    }

    private static (float Height, float Width)? Mean((float Height, float Width)[] objects, int[] nearest, int mean)
    {
        var (height, width, count) = (0.0, 0.0, 0);
        for (var k = 0; k < objects.Length; k++)
        {
            if (nearest[k] != mean) continue;
            (height, width, count) = (height + objects[k].Height, width + objects[k].Width, count + 1);
        }

        return count == 0 ? null : ((float)(height / count), (float)(width / count));
    }
}
