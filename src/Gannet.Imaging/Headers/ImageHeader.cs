using Gannet.Imaging.Codecs;

namespace Gannet.Imaging.Headers;

/// <summary>What a picture file states about itself, read without decoding a pixel.</summary>
/// <param name="Format">Format, recognised by the content.</param>
/// <param name="Width">Pixels across once upright: the width that <see cref="ImageDecoder"/> returns.</param>
/// <param name="Height">Pixels down once upright.</param>
/// <param name="Orientation">EXIF orientation, 1 (stored upright) to 8.</param>
public readonly record struct ImageHeader(ImageFormat Format, int Width, int Height, int Orientation)
{
    // Enough for nearly every file; only long camera metadata and TIFF directories at the end lie beyond it.
    private const int Prefix = 64 * 1024;

    internal int StoredWidth => ExifOrientation.SwapsSides(Orientation) ? Height : Width;

    internal int StoredHeight => ExifOrientation.SwapsSides(Orientation) ? Width : Height;

    /// <summary>Reads format, size and orientation, and no more of the file than needed.</summary>
    /// <param name="path">A picture file.</param>
    /// <exception cref="InvalidDataException">The file is empty, not a picture, or ends within its header.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <remarks>A picture that is cut off later passes; <see cref="Verify(string)"/> rejects it.</remarks>
    public static ImageHeader Read(string path)
    {
        using (var file = RegularFile.OpenRead(path))
        {
            var start = new byte[(int)Math.Min(file.Length, Prefix)];
            file.ReadExactly(start);
            if (start.Length == file.Length) return Parse(start, path);
            try
            {
                return ParseUnnamed(start, path);
            }
            catch (EndOfStreamException)
            {
                // The header is longer: read the whole file.
            }
        }

        return Parse(ImageFile.Read(path), path);
    }

    /// <summary>Reads the header of a picture in memory.</summary>
    /// <param name="bytes">A whole picture file.</param>
    /// <param name="name">Name of the picture in messages.</param>
    /// <exception cref="InvalidDataException">The bytes are empty, not a picture, or end within the header.</exception>
    public static ImageHeader Parse(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            return ParseUnnamed(bytes, name);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException($"{name}: the picture is cut off within its header; copy or download it again.");
        }
    }

    /// <summary>Reads the header and checks, without decoding, that the file is not cut off and that a baseline JPEG is not damaged in
    /// its middle.</summary>
    /// <param name="path">A picture file.</param>
    /// <exception cref="InvalidDataException">The file is empty, not a picture, too large, cut off or damaged.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <remarks>For a JPEG this is about as much work as decoding it: do it once per file, not once per use.</remarks>
    public static ImageHeader Verify(string path) => Verify(ImageFile.Read(path), path);

    /// <summary>The same for a picture in memory.</summary>
    /// <param name="bytes">A whole picture file.</param>
    /// <param name="name">Name of the picture in messages.</param>
    /// <exception cref="InvalidDataException">The bytes are empty, not a picture, too large, cut off or damaged.</exception>
    public static ImageHeader Verify(ReadOnlySpan<byte> bytes, string name)
    {
        var header = Parse(bytes, name);
        header.RequireAtMost(ImageDecoder.DefaultMaxPixels, name);
        header.RequireComplete(bytes, name);
        return ImageStructure.IsSound(header.Format, bytes) ? header
            : throw new InvalidDataException($"{name}: the {header.Format} picture is damaged in its middle; copy or download it again.");
    }

    internal void RequireAtMost(long maxPixels, string name)
    {
        if ((long)Width * Height > maxPixels)
        {
            throw new InvalidDataException(
                $"{name}: the picture is {Width}×{Height}, more than the limit of {maxPixels} pixels; make it smaller or cut it into tiles.");
        }
    }

    internal void RequireComplete(ReadOnlySpan<byte> bytes, string name)
    {
        if (!ImageStructure.IsComplete(Format, bytes))
            throw new InvalidDataException($"{name}: the {Format} picture is cut off before its end; copy or download it again.");
    }

    private static ImageHeader ParseUnnamed(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.IsEmpty) throw new InvalidDataException($"{name}: the file is empty.");
        var format = ImageStructure.Sniff(bytes)
            ?? throw new InvalidDataException($"{name}: not a picture that Gannet reads (JPEG, PNG, BMP, WebP or TIFF).");
        if (ImageStructure.Unsupported(format, bytes) is { } what) throw new InvalidDataException($"{name}: {what}.");
        var (width, height, orientation) = ImageStructure.Measure(format, bytes);
        if (width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue)
            throw new InvalidDataException($"{name}: the {format} header states a size of {width}×{height} pixels.");
        return ExifOrientation.SwapsSides(orientation)
            ? new ImageHeader(format, (int)height, (int)width, orientation)
            : new ImageHeader(format, (int)width, (int)height, orientation);
    }
}
