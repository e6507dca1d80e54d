using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Codecs;

/// <summary>Decodes JPEG, PNG, BMP, WebP and TIFF to upright 8-bit RGB.</summary>
/// <remarks>
/// Grey and palette become RGB, alpha is dropped, 16 bits are scaled to 8, and the EXIF orientation is applied. Safe to call from several
/// threads at once; each call uses one. A JPEG that is damaged in its middle may decode with a grey part;
/// <see cref="ImageHeader.Verify(string)"/> detects that.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>Larger pictures are refused unless the caller says otherwise: 2²⁸ pixels, or 16,384 squared.</summary>
    public const long DefaultMaxPixels = 1L << 28;

    /// <summary>Decodes a picture file.</summary>
    /// <param name="path">The file; its content decides the format, not its name.</param>
    /// <param name="maxPixels">A picture with more pixels is refused before anything is decoded.</param>
    /// <exception cref="InvalidDataException">The file is empty, not a picture, cut off, damaged or too large.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Image Decode(string path, long maxPixels = DefaultMaxPixels) => Decode(ImageFile.Read(path), path, maxPixels);

    /// <summary>Decodes a picture in memory.</summary>
    /// <param name="bytes">A whole picture file.</param>
    /// <param name="name">Name of the picture in messages.</param>
    /// <param name="maxPixels">A picture with more pixels is refused before anything is decoded.</param>
    /// <exception cref="InvalidDataException">The bytes are empty, not a picture, cut off, damaged or too large.</exception>
    public static Image Decode(ReadOnlySpan<byte> bytes, string name, long maxPixels = DefaultMaxPixels)
    {
        var header = ImageHeader.Parse(bytes, name);
        header.RequireAtMost(Math.Min(maxPixels, Array.MaxLength / 3), name);
        header.RequireComplete(bytes, name);
        var stored = new Image(header.StoredWidth, header.StoredHeight);
        if (MediaLibrary.Decode(header.Format == ImageFormat.Tiff ? TiffStructure.WithPlainTags(bytes) : bytes, stored) is { } failure)
            throw new InvalidDataException($"{name}: the {header.Format} picture is damaged ({failure}).");
        return ExifOrientation.Apply(stored, header.Orientation);
    }
}
