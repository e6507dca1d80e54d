namespace Gannet;

/// <summary>Reads files from untrusted sources; rejects pipes, devices and sockets, which may block forever or never end.</summary>
public static class RegularFile
{
    /// <summary>Opens a file to read it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is a device, a pipe or a socket.</exception>
    public static FileStream OpenRead(string path) => File.OpenRead(Checked(path));

    /// <summary>Every byte of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is a device, a pipe or a socket.</exception>
    public static byte[] ReadAllBytes(string path) => File.ReadAllBytes(Checked(path));

    /// <summary>The text of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is a device, a pipe or a socket.</exception>
    public static string ReadAllText(string path) => File.ReadAllText(Checked(path));

    /// <summary>The lines of a file, read one at a time.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is a device, a pipe or a socket.</exception>
    public static IEnumerable<string> ReadLines(string path) => File.ReadLines(Checked(path));

    private static string Checked(string path)
    {
        FileKind.RequireRegular(path);
        return path;
    }
}
