using Gannet.Imaging.Codecs;

namespace Gannet.Imaging;

/// <summary>Resizes pictures for people to look at: thumbnails and reports. A detector's input comes from its image transform.</summary>
public static class ImageResizer
{
    /// <summary>A picture of the given size: areas are averaged when shrinking, pixels interpolated when growing.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public static Image Resize(Image picture, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var resized = new Image(width, height);
        MediaLibrary.Resize(picture, resized);
        return resized;
    }

    /// <summary>The picture itself, or a smaller one whose long side has <paramref name="longSide"/> pixels.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="longSide">Maximum number of pixels for the longer side.</param>
    /// <exception cref="ArgumentOutOfRangeException">The side is not positive.</exception>
    public static Image FitWithin(Image picture, int longSide)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longSide);
        var scale = (double)longSide / Math.Max(picture.Width, picture.Height);
        if (scale >= 1) return picture;
        return Resize(picture, Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
    }
}
