namespace Gannet;

/// <summary>Writes a file so that a process killed at any moment leaves the old content or the new, never a part.</summary>
public static class AtomicFile
{
    private const string Ending = ".tmp";
    private const int IdLength = 32;

    // Two seconds in all.
    private const int MostAttempts = 9, WaitMilliseconds = 55;

    // Links may form a cycle.
    private const int MostLinks = 40;

    /// <summary>Writes a temporary file in the same folder, flushes it to disk, then renames it to <paramref name="path"/>.</summary>
    /// <param name="path">
    /// The file to create or replace; a missing folder is created. A link is kept and its target replaced; a device or a pipe is written
    /// to directly.
    /// </param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Target(Path.GetFullPath(path));
        if (FileKind.IsSpecial(target))
        {
            // A pipe cannot be flushed to disk, and a device has no old content to protect.
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

            Replace(temporary, target);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Deletes the temporary files that killed processes left in a folder; keeps other files and its subfolders.</summary>
    /// <param name="folder">A folder that nothing is writing to at the moment; it may be absent.</param>
    public static void RemoveUnfinished(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, $".*{Ending}").Where(IsTemporary)) File.Delete(file);
    }

    // On Windows a file that another program has open cannot be replaced; readers, indexers and virus scanners let go soon.
    private static void Replace(string temporary, string target) =>
        Insist(() => File.Move(temporary, target, overwrite: true), () => OperatingSystem.IsWindows() && File.Exists(target));

    /// <summary>Does something again, for two seconds, while it fails because a file is held open.</summary>
    /// <param name="replace">What to do.</param>
    /// <param name="mayBeHeld">Whether waiting may help; asked after a failure.</param>
    internal static void Insist(Action replace, Func<bool> mayBeHeld)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                replace();
                return;
            }
            catch (Exception error) when (error is (IOException or UnauthorizedAccessException) && attempt < MostAttempts && mayBeHeld())
            {
                Task.Delay(attempt * WaitMilliseconds).Wait();
            }
        }
    }

    // Write names them: a dot, the target's name, a dot, 32 hexadecimal digits.
    private static bool IsTemporary(string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file.AsSpan());
        return stem.Length > IdLength + 2 && stem[^(IdLength + 1)] == '.' && Guid.TryParseExact(stem[^IdLength..], "N", out _);
    }

    // Follows links by hand because the target may be absent or may not be a file.
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
