using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;

namespace Gannet.Pages.Pictures;

/// <summary>Numbers as colours, from dark blue over green to yellow: brightness rises with the number, also in grey and for the colour-blind.</summary>
public static class HeatMap
{
    // A map of few cells is drawn with larger ones, so that its edges stay sharp.
    private const int LeastSide = 192, Quality = 85;

    // Five points of matplotlib's viridis, which is as dark at its beginning as in grey.
    private static readonly (byte R, byte G, byte B)[] s_colours = [(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37)];

    /// <summary>Draws a map, one square per number.</summary>
    /// <param name="values">The numbers, row by row; those that are not finite are dark.</param>
    /// <param name="width">Numbers per row.</param>
    /// <param name="height">Number of rows.</param>
    /// <param name="range">Numbers of the darkest and the brightest colour; null for the least and the largest.</param>
    public static Image Draw(ReadOnlySpan<float> values, int width, int height, (float Low, float High)? range = null)
    {
        if (values.Length != width * height) throw new ArgumentException($"{values.Length} numbers do not fill {width} × {height}.", nameof(values));
        var (low, high) = range ?? RangeOf(values);
        var scale = Math.Max(1, LeastSide / Math.Max(width, height));
        var map = new Image(width * scale, height * scale);
        for (var y = 0; y < map.Height; y++)
        {
            var row = map.Row(y);
            for (var x = 0; x < map.Width; x++)
            {
                var (r, g, b) = Colour(values[y / scale * width + x / scale], low, high);
                (row[3 * x], row[3 * x + 1], row[3 * x + 2]) = (r, g, b);
            }
        }

        return map;
    }

    /// <summary>A picture in grey, with a map over a part of it.</summary>
    /// <param name="picture">The picture; it is not changed.</param>
    /// <param name="area">The part, in pixels.</param>
    /// <param name="values">The numbers, row by row; 0 and less leave the picture as it is.</param>
    /// <param name="steps">Numbers per row and column.</param>
    public static Image Over(Image picture, Box area, ReadOnlySpan<float> values, int steps)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (values.Length != steps * steps) throw new ArgumentException($"{values.Length} numbers do not fill {steps} × {steps}.", nameof(values));
        var highest = Math.Max(RangeOf(values).High, float.Epsilon);
        var drawn = picture.Copy();
        for (var y = 0; y < drawn.Height; y++)
        {
            var pixels = drawn.Row(y);
            for (var x = 0; x < drawn.Width; x++)
            {
                var pixel = pixels.Slice(3 * x, 3);
                var grey = (byte)((pixel[0] * 77 + pixel[1] * 151 + pixel[2] * 28) >> 8);
                var (column, line) = ((int)MathF.Floor((x + 0.5f - area.X1) / area.Width * steps), (int)MathF.Floor((y + 0.5f - area.Y1) / area.Height * steps));
                var isInside = column >= 0 && column < steps && line >= 0 && line < steps;
                var share = isInside ? Math.Clamp(values[line * steps + column] / highest, 0, 1) : 0;
                var (r, g, b) = Colour(share, 0, 1);
                var opacity = isInside ? 0.15f + 0.55f * share : 0;
                (pixel[0], pixel[1], pixel[2]) = (Mix(grey, r, opacity), Mix(grey, g, opacity), Mix(grey, b, opacity));
            }
        }

        return drawn;
    }

    /// <summary>A figure of a map with a text below it.</summary>
    /// <param name="map">The drawn map.</param>
    /// <param name="caption">The text.</param>
    /// <exception cref="DllNotFoundException">OpenCV is missing.</exception>
    public static Html Figure(Image map, string caption)
    {
        var address = Convert.ToBase64String(ImageEncoder.Encode(map, ImageFormat.Jpeg, Quality));
        return new HtmlBuilder().Append($"<figure><img alt=\"{caption}\" src=\"data:image/jpeg;base64,{address}\"><figcaption>{caption}</figcaption></figure>\n").ToHtml();
    }

    /// <summary>The least and the largest of the finite numbers; 0 and 1 if there is none.</summary>
    /// <param name="values">The numbers.</param>
    public static (float Low, float High) RangeOf(ReadOnlySpan<float> values)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values)
        {
            if (float.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return low <= high ? (low, high) : (0, 1);
    }

    private static (byte R, byte G, byte B) Colour(float value, float low, float high)
    {
        var share = high > low && float.IsFinite(value) ? Math.Clamp((value - low) / (high - low), 0, 1) : 0;
        var place = share * (s_colours.Length - 1);
        var first = Math.Min((int)place, s_colours.Length - 2);
        var (a, b) = (s_colours[first], s_colours[first + 1]);
        return (Mix(a.R, b.R, place - first), Mix(a.G, b.G, place - first), Mix(a.B, b.B, place - first));
    }

    private static byte Mix(byte from, byte to, float share) => (byte)MathF.Round(from + (to - from) * share);
}
