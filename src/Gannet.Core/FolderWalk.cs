namespace Gannet;

/// <summary>Lists the files below a folder; follows links to folders, but visits no folder twice, so that cycles end. Skips hidden files and folders.</summary>
public static class FolderWalk
{
    private static readonly EnumerationOptions s_visible = new() { IgnoreInaccessible = true };

    /// <summary>The file paths, a folder's own files before those of its subfolders, both in ordinal order.</summary>
    /// <param name="folder">The folder to start in; returned paths begin with it.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public static IEnumerable<string> Files(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Below(folder, []);
    }

    private static IEnumerable<string> Below(string folder, HashSet<object> visited)
    {
        if (!visited.Add(FileKind.IdentityOf(folder) ?? (object)folder)) yield break;
        foreach (var file in Directory.EnumerateFiles(folder, "*", s_visible).Order(StringComparer.Ordinal)) yield return file;

        // Real folders first, so that a folder also reached through a link is listed under its own name.
        var folders = Directory.GetDirectories(folder, "*", s_visible).OrderBy(static f => new DirectoryInfo(f).LinkTarget is not null).ThenBy(static f => f, StringComparer.Ordinal);
        foreach (var file in folders.SelectMany(f => Below(f, visited))) yield return file;
    }
}
