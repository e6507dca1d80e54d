using Gannet.Imaging.Headers;

namespace Gannet.Datasets.Reading;

/// <summary>Reads a picture's header and size where the annotations do not tell what it has.</summary>
internal static class HeaderSize
{
    /// <summary>The size of the upright picture, or null when the file is missing or unreadable.</summary>
    public static (int Width, int Height)? TryRead(string path) => TryReadHeader(path) is { } header ? (header.Width, header.Height) : null;

    /// <summary>The header, or null when the file is missing or unreadable.</summary>
    public static ImageHeader? TryReadHeader(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return ImageHeader.Read(path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
