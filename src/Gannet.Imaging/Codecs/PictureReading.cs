using Gannet.Imaging.Codecs.Jpeg;
using Gannet.Imaging.Codecs.Png;
using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Codecs;

/// <summary>What decodes a picture's bytes.</summary>
internal enum PictureReader
{
    /// <summary>OpenCV where its library is found, else the managed readers.</summary>
    Automatic,

    /// <summary>Always OpenCV.</summary>
    OpenCv,

    /// <summary>Always the managed readers, which know PNG and JPEG.</summary>
    Managed,
}

/// <summary>Chooses the reader of a picture and runs it.</summary>
internal static class PictureReading
{
    // Null while the library is there. It is looked for once, when the first picture is decoded.
    private static readonly Lazy<string?> s_missing = new(static () =>
        NativeLibraryLocator.CanLoad(MediaLibrary.Name, typeof(MediaLibrary).Assembly, MediaBuilds.Packaged, out var reason) ? null : reason);

    // OpenCV and the libraries that it brings take a twentieth of a second to load. The managed readers decode a few pictures in that time, to
    // the same pixels.
    private const int FewPictures = 2;

    private static int s_read;

    /// <summary>Why OpenCV cannot be used; null if it can.</summary>
    public static string? MissingOpenCv => s_missing.Value;

    /// <summary>Decodes a picture whose header has been checked, as it is stored.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="DllNotFoundException">Its format needs OpenCV, which is not there.</exception>
    public static Image Read(ReadOnlySpan<byte> bytes, ImageHeader header, string name, PictureReader reader)
    {
        if (reader == PictureReader.Automatic && !s_missing.IsValueCreated && TryReadFirst(bytes, header, name) is { } first) return first;
        if (UsesManaged(bytes, header.Format, reader)) return ReadManaged(bytes, header, name);
        if (reader != PictureReader.OpenCv && (reader == PictureReader.Managed || s_missing.Value is not null))
        {
            throw new DllNotFoundException(
                $"{name}: reading {header.Format} needs OpenCV; save the picture as PNG or JPEG, or install it. {s_missing.Value}".TrimEnd());
        }

        var stored = new Image(header.StoredWidth, header.StoredHeight);
        var failure = MediaLibrary.Decode(header.Format == ImageFormat.Tiff ? TiffStructure.WithPlainTags(bytes) : bytes, stored);
        return failure is null ? stored : throw Damaged(header.Format, name, failure);
    }

    // Null if it is not one of the first, or is damaged: OpenCV may make more of it, and says what is wrong.
    private static Image? TryReadFirst(ReadOnlySpan<byte> bytes, ImageHeader header, string name)
    {
        if (header.Format is not (ImageFormat.Png or ImageFormat.Jpeg) || Interlocked.Increment(ref s_read) > FewPictures) return null;
        try
        {
            return ReadManaged(bytes, header, name);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool UsesManaged(ReadOnlySpan<byte> bytes, ImageFormat format, PictureReader reader) => reader switch
    {
        PictureReader.OpenCv => false,
        _ when format is not (ImageFormat.Png or ImageFormat.Jpeg) => false,
        PictureReader.Managed => true,

        // OpenCV mixes the four inks with an arithmetic of its own, one level off everybody else's.
        _ => s_missing.Value is not null || (format == ImageFormat.Jpeg && JpegStructure.CountComponents(bytes) == 4),
    };

    private static Image ReadManaged(ReadOnlySpan<byte> bytes, ImageHeader header, string name)
    {
        Image picture;
        try
        {
            picture = header.Format == ImageFormat.Png ? PngReader.Read(bytes) : JpegReader.Read(bytes);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(header.Format, name, error.Message.TrimEnd('.'));
        }
        catch (NotSupportedException error)
        {
            throw new InvalidDataException($"{name}: {error.Message}.");
        }
        catch (EndOfStreamException)
        {
            throw Damaged(header.Format, name, "it ends too early");
        }

        return (picture.Width, picture.Height) == (header.StoredWidth, header.StoredHeight)
            ? picture : throw Damaged(header.Format, name, "the size in the header differs from that of the pixels");
    }

    private static InvalidDataException Damaged(ImageFormat format, string name, string reason) =>
        new($"{name}: the {format} picture is damaged ({reason}).");
}
