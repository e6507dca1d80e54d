namespace Gannet.Imaging.Headers;

/// <summary>What can be told of a picture file from its outer structure: format, size, orientation, and whether its end is there.</summary>
/// <remarks>Sizes are checked before decoding, and ends because OpenCV gives a full picture for half a JPEG without an error.</remarks>
internal static class PictureStructure
{
    /// <summary>The format that the first bytes show, or null.</summary>
    public static PictureFormat? Sniff(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return PictureFormat.Jpeg;
        if (bytes.StartsWith(PngStructure.Signature)) return PictureFormat.Png;
        if (bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes.Slice(8, 4).SequenceEqual("WEBP"u8)) return PictureFormat.WebP;
        if (TiffDirectory.Begins(bytes)) return PictureFormat.Tiff;
        return bytes.StartsWith("BM"u8) ? PictureFormat.Bmp : null;
    }

    /// <summary>Stored width and height, and the orientation.</summary>
    /// <exception cref="EndOfStreamException">The bytes end within the header.</exception>
    public static (long Width, long Height, int Orientation) Measure(PictureFormat format, ReadOnlySpan<byte> bytes) => format switch
    {
        PictureFormat.Jpeg => JpegStructure.Measure(bytes),
        PictureFormat.Png => PngStructure.Measure(bytes),
        PictureFormat.Bmp => BmpStructure.Measure(bytes),
        PictureFormat.WebP => WebPStructure.Measure(bytes),
        _ => TiffStructure.Measure(bytes),
    };

    /// <summary>What a picture is that no decoder here reads, with the cure; null for others.</summary>
    public static string? Unsupported(PictureFormat format, ReadOnlySpan<byte> bytes) => format switch
    {
        PictureFormat.WebP when WebPStructure.IsAnimated(bytes) => "an animated WebP is not read; save one of its frames as a still picture",
        PictureFormat.Tiff when TiffStructure.SampleKind(bytes) is { } kind => $"a TIFF of {kind} is not read; save it with 8 or 16 bits a channel",
        _ => null,
    };

    /// <summary>Whether the pixels' data hold as many pixels as the picture has, where that can be told without decoding.</summary>
    public static bool IsSound(PictureFormat format, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return format != PictureFormat.Jpeg || JpegScan.IsSound(bytes);
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }

    /// <summary>Whether everything that the structure announces is there.</summary>
    public static bool IsComplete(PictureFormat format, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return format switch
            {
                PictureFormat.Jpeg => JpegStructure.IsComplete(bytes),
                PictureFormat.Png => PngStructure.IsComplete(bytes),
                PictureFormat.Bmp => BmpStructure.IsComplete(bytes),
                PictureFormat.WebP => WebPStructure.IsComplete(bytes),
                _ => TiffStructure.IsComplete(bytes),
            };
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }
}
