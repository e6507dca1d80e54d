using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Codecs;

/// <summary>Decodes JPEG, PNG, BMP, WebP and TIFF to upright 8-bit RGB.</summary>
/// <remarks>
/// Grey and palette become RGB, alpha is dropped, 16 bits are scaled to 8, and the EXIF orientation is applied. Safe to call from several
/// threads at once; each call uses one. PNG and JPEG need no OpenCV: without its library, managed readers give the same pixels. With it, a
/// JPEG that is damaged in its middle may decode with a grey part, which <see cref="ImageHeader.Verify(string)"/> detects; the managed
/// reader refuses it.
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
    /// <exception cref="DllNotFoundException">The format is not PNG or JPEG, and OpenCV's library is missing.</exception>
    public static Image Decode(string path, long maxPixels = DefaultMaxPixels) => Decode(ImageFile.Read(path), path, maxPixels);

    /// <summary>Decodes a picture in memory.</summary>
    /// <param name="bytes">A whole picture file.</param>
    /// <param name="name">Name of the picture in messages.</param>
    /// <param name="maxPixels">A picture with more pixels is refused before anything is decoded.</param>
    /// <exception cref="InvalidDataException">The bytes are empty, not a picture, cut off, damaged or too large.</exception>
    /// <exception cref="DllNotFoundException">The format is not PNG or JPEG, and OpenCV's library is missing.</exception>
    public static Image Decode(ReadOnlySpan<byte> bytes, string name, long maxPixels = DefaultMaxPixels) =>
        Decode(bytes, name, maxPixels, PictureReader.Automatic);

    internal static Image Decode(ReadOnlySpan<byte> bytes, string name, long maxPixels, PictureReader reader)
    {
        var header = ImageHeader.Parse(bytes, name);
        header.RequireAtMost(Math.Min(maxPixels, Array.MaxLength / 3), name);
        header.RequireComplete(bytes, name);
        return ExifOrientation.Apply(PictureReading.Read(bytes, header, name, reader), header.Orientation);
    }
}
