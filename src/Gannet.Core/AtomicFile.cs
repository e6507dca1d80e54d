namespace Gannet;

/// <summary>Writes a file so that a kill at any moment leaves either the old content or the new, never a part.</summary>
public static class AtomicFile
{
    private const string Ending = ".tmp";
    private const int IdLength = 32;

    // Links may lead in a circle.
    private const int MostLinks = 40;

    /// <summary>Writes to a temporary name in the same folder, flushes to the disk, then renames over <paramref name="path"/>.</summary>
    /// <param name="path">
    /// The file to make or replace; its folder is made when it is missing. A link stays and its target is replaced; a device or a pipe is
    /// written to as it is.
    /// </param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Target(Path.GetFullPath(path));
        if (FileKind.IsSpecial(target))
        {
            // A pipe cannot be flushed to a disk, and nothing of a device can be left half written.
            using var open = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            write(open);
            return;
        }

        var folder = Path.GetDirectoryName(target) ?? throw new ArgumentException($"{path}: is a folder; name a file in it.", nameof(path));
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}{Ending}");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Deletes the temporary files that killed processes left in a folder; other files, and those in its subfolders, stay.</summary>
    /// <param name="folder">A folder to which nobody writes at this moment; it may be absent.</param>
    public static void RemoveUnfinished(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, $".*{Ending}").Where(IsTemporary)) File.Delete(file);
    }

    // As Write names them: a dot, the target's name, a dot, 32 hexadecimal digits.
    private static bool IsTemporary(string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file.AsSpan());
        return stem.Length > IdLength + 2 && stem[^(IdLength + 1)] == '.' && Guid.TryParseExact(stem[^IdLength..], "N", out _);
    }

    // Follows links by hand: the target may be absent, or be no file at all.
    private static string Target(string path)
    {
        for (var links = 0; new FileInfo(path).LinkTarget is { } next; links++)
        {
            if (links == MostLinks) throw new IOException($"{path}: is a link that leads back to itself; name another file.");
            path = Path.GetFullPath(next, Path.GetDirectoryName(path)!);
        }

        return path;
    }
}
