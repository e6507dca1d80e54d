namespace Gannet.Imaging.Headers;

/// <summary>What the outer structure of a picture file shows: format, size, orientation, and whether it is complete.</summary>
/// <remarks>Sizes are checked before decoding. Ends are checked because OpenCV returns a full picture for half a JPEG.</remarks>
internal static class ImageStructure
{
    /// <summary>The format that the first bytes indicate, or null.</summary>
    public static ImageFormat? Sniff(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return ImageFormat.Jpeg;
        if (bytes.StartsWith(PngStructure.Signature)) return ImageFormat.Png;
        if (bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes.Slice(8, 4).SequenceEqual("WEBP"u8)) return ImageFormat.WebP;
        if (TiffDirectory.Begins(bytes)) return ImageFormat.Tiff;
        return bytes.StartsWith("BM"u8) ? ImageFormat.Bmp : null;
    }

    /// <summary>Stored width and height, and the orientation.</summary>
    /// <exception cref="EndOfStreamException">The bytes end within the header.</exception>
    public static (long Width, long Height, int Orientation) Measure(ImageFormat format, ReadOnlySpan<byte> bytes) => format switch
    {
        ImageFormat.Jpeg => JpegStructure.Measure(bytes),
        ImageFormat.Png => PngStructure.Measure(bytes),
        ImageFormat.Bmp => BmpStructure.Measure(bytes),
        ImageFormat.WebP => WebPStructure.Measure(bytes),
        _ => TiffStructure.Measure(bytes),
    };

    /// <summary>Why no decoder here reads a picture, with the remedy; null if one does.</summary>
    public static string? Unsupported(ImageFormat format, ReadOnlySpan<byte> bytes) => format switch
    {
        ImageFormat.WebP when WebPStructure.IsAnimated(bytes) => "an animated WebP is not read; save one of its frames as a still picture",
        ImageFormat.Tiff when TiffStructure.SampleKind(bytes) is { } kind => $"a TIFF of {kind} is not read; save it with 8 or 16 bits per channel",
        _ => null,
    };

    /// <summary>Whether the data hold as many pixels as the picture has, as far as can be checked without decoding.</summary>
    public static bool IsSound(ImageFormat format, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return format != ImageFormat.Jpeg || JpegScan.IsSound(bytes);
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }

    /// <summary>Whether everything that the structure announces is present.</summary>
    public static bool IsComplete(ImageFormat format, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return format switch
            {
                ImageFormat.Jpeg => JpegStructure.IsComplete(bytes),
                ImageFormat.Png => PngStructure.IsComplete(bytes),
                ImageFormat.Bmp => BmpStructure.IsComplete(bytes),
                ImageFormat.WebP => WebPStructure.IsComplete(bytes),
                _ => TiffStructure.IsComplete(bytes),
            };
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }
}
