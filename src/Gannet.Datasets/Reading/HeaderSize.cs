using Gannet.Imaging.Headers;

namespace Gannet.Datasets.Reading;

/// <summary>Reads a picture's size where the annotations do not state it.</summary>
internal static class HeaderSize
{
    /// <summary>The size of the upright picture, or null when the file is missing or unreadable.</summary>
    public static (int Width, int Height)? TryRead(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var header = ImageHeader.Read(path);
            return (header.Width, header.Height);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
