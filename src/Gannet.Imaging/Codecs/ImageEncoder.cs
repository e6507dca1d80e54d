using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Codecs;

/// <summary>Encodes pictures as PNG, JPEG, WebP, BMP or TIFF.</summary>
public static class ImageEncoder
{
    /// <summary>JPEG and WebP quality if the caller gives none: visually close to lossless.</summary>
    public const int DefaultQuality = 92;

    /// <summary>What is missing and what to install if pictures cannot be written; null if they can.</summary>
    public static string? Missing => PictureReading.MissingOpenCv;

    /// <summary>Ends with a message that says what to install if pictures cannot be written, before any work has begun.</summary>
    /// <exception cref="DllNotFoundException">OpenCV, or Gannet's binding to it, is missing.</exception>
    public static void Require()
    {
        if (Missing is { } reason) throw new DllNotFoundException(reason);
    }

    /// <summary>Encodes to bytes.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="format">Format of the result.</param>
    /// <param name="quality">1 to 100, for JPEG and WebP.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is outside 1 to 100.</exception>
    /// <exception cref="InvalidOperationException">The format cannot hold the picture (WebP allows 16,383 pixels per side).</exception>
    public static byte[] Encode(Image picture, ImageFormat format, int quality = DefaultQuality)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return MediaLibrary.Encode(picture, Extension(format), quality);
    }

    /// <summary>Writes a file whose extension names the format; the file appears whole or not at all.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="path">A path that ends in .png, .jpg, .jpeg, .webp, .bmp, .tif or .tiff.</param>
    /// <param name="quality">1 to 100, for JPEG and WebP.</param>
    /// <exception cref="ArgumentException">The extension is none of these.</exception>
    public static void Write(Image picture, string path, int quality = DefaultQuality) =>
        ImageFile.Write(path, Encode(picture, FormatOf(path), quality));

    /// <summary>The format that a file name's extension stands for.</summary>
    /// <param name="path">A file name or path.</param>
    /// <exception cref="ArgumentException">The extension names no format that Gannet writes.</exception>
    public static ImageFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".PNG" => ImageFormat.Png,
        ".JPG" or ".JPEG" => ImageFormat.Jpeg,
        ".WEBP" => ImageFormat.WebP,
        ".BMP" => ImageFormat.Bmp,
        ".TIF" or ".TIFF" => ImageFormat.Tiff,
        _ => throw new ArgumentException($"{path}: the extension is none of .png, .jpg, .jpeg, .webp, .bmp, .tif, .tiff.", nameof(path)),
    };

    private static ReadOnlySpan<byte> Extension(ImageFormat format) => format switch
    {
        ImageFormat.Png => ".png\0"u8,
        ImageFormat.Jpeg => ".jpg\0"u8,
        ImageFormat.WebP => ".webp\0"u8,
        ImageFormat.Bmp => ".bmp\0"u8,
        ImageFormat.Tiff => ".tiff\0"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a picture format."),
    };
}
