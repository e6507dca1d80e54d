namespace Gannet.Datasets.Reading;

/// <summary>Paths that were written on Windows.</summary>
internal static class Separators
{
    /// <summary>The path with slashes for backslashes, unless it exists as written: on Linux a name may contain a backslash.</summary>
    /// <param name="folder">What a relative path starts from.</param>
    /// <param name="path">The path as a file states it.</param>
    public static string Understood(string folder, string path) =>
        !path.Contains('\\', StringComparison.Ordinal) || Path.Exists(Path.Combine(folder, path)) ? path : path.Replace('\\', '/');
}
