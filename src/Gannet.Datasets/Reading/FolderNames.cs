namespace Gannet.Datasets.Reading;

/// <summary>Looks up folders by name, ignoring case.</summary>
internal static class FolderNames
{
    /// <summary>The sub-folder of the given name, or null.</summary>
    public static string? Child(string folder, string name) => Directory.EnumerateDirectories(folder)
        .Where(path => Path.GetFileName(path).Equals(name, StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal).FirstOrDefault();
}
