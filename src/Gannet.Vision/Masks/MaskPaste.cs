// Shapes: M bins along each side of a predicted mask.
namespace Gannet.Vision.Masks;

/// <summary>Lays the small mask of a region into its picture.</summary>
public static class MaskPaste
{
    // A frame of background around the mask, so that it fades out at the box's edge instead of going on.
    private const int Frame = 1;

    /// <summary>Scales a mask to its box, bilinearly, and keeps the pixels that are probable enough.</summary>
    /// <param name="probabilities"><c>[M, M]</c>, row after row.</param>
    /// <param name="box">The box that the mask fills, in pixels of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="threshold">Probability from which a pixel belongs to the object.</param>
    /// <remarks>Pixel for pixel torchvision's rule: the framed box is cut to whole pixels and counts both its first and its last.</remarks>
    /// <exception cref="ArgumentException">The mask is not square or the box is not finite.</exception>
    public static RunLengthMask Paste(ReadOnlySpan<float> probabilities, Box box, int height, int width, float threshold = 0.5f)
    {
        var size = (int)Math.Round(Math.Sqrt(probabilities.Length));
        if (size == 0 || size * size != probabilities.Length)
            throw new ArgumentException($"A mask of {probabilities.Length} numbers is not square.", nameof(probabilities));
        RunLengthMask.CheckSize(height, width);
        var framed = AddFrame(probabilities, size);
        var columns = Taps(box.X1, box.X2, size, width, nameof(box));
        var rows = Taps(box.Y1, box.Y2, size, height, nameof(box));

        var runs = new RunBuilder();
        runs.Add(columns.Start * height, isObject: false);
        foreach (var x in columns.Values)
        {
            runs.Add(rows.Start, isObject: false);
            foreach (var y in rows.Values)
            {
                var top = framed.AsSpan(y.Low * (size + 2 * Frame));
                var bottom = framed.AsSpan(y.High * (size + 2 * Frame));
                var value = (1 - y.Weight) * ((1 - x.Weight) * top[x.Low] + x.Weight * top[x.High])
                    + y.Weight * ((1 - x.Weight) * bottom[x.Low] + x.Weight * bottom[x.High]);
                runs.Add(1, value >= threshold);
            }

            runs.Add(height - rows.Start - rows.Values.Length, isObject: false);
        }

        runs.Add((width - columns.Start - columns.Values.Length) * height, isObject: false);
        return new(height, width, runs.ToArray());
    }

    private static float[] AddFrame(ReadOnlySpan<float> mask, int size)
    {
        var side = size + 2 * Frame;
        var framed = new float[side * side];
        for (var y = 0; y < size; y++) mask.Slice(y * size, size).CopyTo(framed.AsSpan((y + Frame) * side + Frame));
        return framed;
    }

    // For each pixel of one axis that lies in the box and the picture: the two bins around its centre, and the share of the second.
    private static (int Start, Tap[] Values) Taps(float low, float high, int size, int limit, string name)
    {
        if (!float.IsFinite(low) || !float.IsFinite(high)) throw new ArgumentException($"The box from {low} to {high} is not finite.", name);
        var side = size + 2 * Frame;
        var (half, centre) = ((high - low) * 0.5f * ((float)side / size), (high + low) * 0.5f);
        var (first, last) = ((long)Math.Truncate(centre - half), (long)Math.Truncate(centre + half));
        var length = Math.Max(last - first + 1, 1);
        var (start, end) = (Math.Clamp(first, 0, limit), Math.Clamp(last + 1, 0, limit));
        var scale = (float)side / length;
        var taps = new Tap[Math.Max(0, end - start)];
        for (var k = 0; k < taps.Length; k++)
        {
            var at = Math.Max(0, scale * (start - first + k + 0.5f) - 0.5f);
            var bin = Math.Min((int)at, side - 1);
            taps[k] = new(bin, Math.Min(bin + 1, side - 1), at - bin);
        }

        return ((int)start, taps);
    }

    private readonly record struct Tap(int Low, int High, float Weight);
}
