namespace Gannet;

/// <summary>Lists the files below a folder; links to folders are followed, but no folder is visited twice, so that circles end. Hidden ones are left out.</summary>
public static class FolderWalk
{
    private static readonly EnumerationOptions s_visible = new() { IgnoreInaccessible = true };

    /// <summary>Paths of the files, those of a folder before those of its subfolders, each in ordinal order.</summary>
    /// <param name="folder">Where to begin; paths begin with it.</param>
    /// <exception cref="DirectoryNotFoundException">It is absent.</exception>
    public static IEnumerable<string> Files(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Below(folder, []);
    }

    private static IEnumerable<string> Below(string folder, HashSet<object> visited)
    {
        if (!visited.Add(FileKind.IdentityOf(folder) ?? (object)folder)) yield break;
        foreach (var file in Directory.EnumerateFiles(folder, "*", s_visible).Order(StringComparer.Ordinal)) yield return file;

        // Real folders first: what a link leads back to is listed under its own name.
        var folders = Directory.GetDirectories(folder, "*", s_visible).OrderBy(static f => new DirectoryInfo(f).LinkTarget is not null).ThenBy(static f => f, StringComparer.Ordinal);
        foreach (var file in folders.SelectMany(f => Below(f, visited))) yield return file;
    }
}
