namespace Gannet.Imaging.Codecs;

/// <summary>Whole picture files.</summary>
internal static class ImageFile
{
    /// <summary>Reads a picture file of less than 2 GiB.</summary>
    /// <exception cref="InvalidDataException">The file is larger, or not a regular file.</exception>
    public static byte[] Read(string path)
    {
        using var file = RegularFile.OpenRead(path);
        if (file.Length > Array.MaxLength) throw new InvalidDataException($"{path}: the file is larger than 2 GiB; cut the picture into tiles.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Writes a temporary file beside the target, flushes it and renames it, so that no reader ever sees half a file.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var content = bytes.ToArray();
        AtomicFile.Write(path, stream => stream.Write(content));
    }
}
