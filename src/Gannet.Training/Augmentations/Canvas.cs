using System.Buffers;
using Gannet.Kernels.Resize;

namespace Gannet.Training.Augmentations;

/// <summary>Puts images of other sizes onto one.</summary>
internal static class Canvas
{
    // The mean of ImageNet, which is zero after the usual normalisation: what batches are padded with.
    private const byte Red = 124, Green = 116, Blue = 104;

    /// <summary>An image in the colour that means nothing.</summary>
    public static Image Blank(int width, int height)
    {
        var canvas = new Image(width, height);
        var first = canvas.Row(0);
        for (var k = 0; k < first.Length; k += 3) (first[k], first[k + 1], first[k + 2]) = (Red, Green, Blue);
        for (var y = 1; y < height; y++) first.CopyTo(canvas.Row(y));
        return canvas;
    }

    /// <summary>Copies a part to its place; it must fit.</summary>
    public static void Place(Image canvas, Image part, int left, int top)
    {
        for (var y = 0; y < part.Height; y++) part.Row(y).CopyTo(canvas.Row(top + y)[(3 * left)..]);
    }

    /// <summary>The image in another size, or itself if it has that size.</summary>
    /// <remarks>Interpolates between two pixels, after averaging fours as long as the image has at least twice the size, so that no pixel is skipped.</remarks>
    public static Image Resize(Image picture, int width, int height)
    {
        while (picture.Width >= 2 * width && picture.Height >= 2 * height) picture = Halve(picture);
        return picture.Width == width && picture.Height == height ? picture : Sample(picture, width, height);
    }

    /// <summary>The image in another size, as a detector's input is made: interpolated between two pixels, and pixels between these are skipped.</summary>
    public static Image Sample(Image picture, int width, int height)
    {
        var resized = new Image(width, height);
        var values = ArrayPool<float>.Shared.Rent(resized.Pixels.Length);
        try
        {
            BilinearResize.Normalize(picture, height, width, false, [0, 0, 0], [1, 1, 1], values, 3 * width);
            var pixels = resized.Pixels;
            for (var k = 0; k < pixels.Length; k++) pixels[k] = (byte)(values[k] * 255 + 0.5f);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(values);
        }

        return resized;
    }

    private static Image Halve(Image picture)
    {
        var half = new Image(picture.Width / 2, picture.Height / 2);
        for (var y = 0; y < half.Height; y++)
        {
            var upper = picture.Row(2 * y);
            var lower = picture.Row(2 * y + 1);
            var row = half.Row(y);
            for (int to = 0, from = 0; to < row.Length; to += 3, from += 6)
            {
                for (var c = 0; c < 3; c++)
                    row[to + c] = (byte)(upper[from + c] + upper[from + 3 + c] + lower[from + c] + lower[from + 3 + c] + 2 >> 2);
            }
        }

        return half;
    }
}
