using System.Text;

namespace Gannet;

/// <summary>Reads files from untrusted sources; rejects pipes, devices and sockets, which may block forever or never end.</summary>
public static class RegularFile
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Opens a file to read it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is a device, a pipe or a socket.</exception>
    public static FileStream OpenRead(string path) => File.OpenRead(Checked(path));

    /// <summary>Every byte of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is a device, a pipe or a socket.</exception>
    public static byte[] ReadAllBytes(string path) => File.ReadAllBytes(Checked(path));

    /// <summary>The text of a file.</summary>
    /// <param name="path">The file: UTF-8, or what its byte order mark says.</param>
    /// <exception cref="InvalidDataException">It is a device, a pipe or a socket, or is not UTF-8.</exception>
    public static string ReadAllText(string path)
    {
        using var reader = OpenText(path);
        try
        {
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw NotUtf8(path);
        }
    }

    /// <summary>The lines of a file, read one at a time.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is a device, a pipe or a socket, or is not UTF-8.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        FileKind.RequireRegular(path);
        return Lines(path);
    }

    /// <summary>The error of a text file in another encoding.</summary>
    /// <param name="path">The file.</param>
    public static InvalidDataException NotUtf8(string path) => new($"{path}: the file is not UTF-8, perhaps Latin-1; save it again as UTF-8.");

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = OpenText(path);
        while (NextLine(reader, path) is { } line) yield return line;
    }

    private static StreamReader OpenText(string path) => new(OpenRead(path), s_strict, detectEncodingFromByteOrderMarks: true);

    private static string? NextLine(StreamReader reader, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw NotUtf8(path);
        }
    }

    private static string Checked(string path)
    {
        FileKind.RequireRegular(path);
        return path;
    }
}
