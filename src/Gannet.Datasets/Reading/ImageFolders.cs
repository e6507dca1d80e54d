namespace Gannet.Datasets.Reading;

/// <summary>Finds picture files by name or by name without extension, listing each folder once.</summary>
internal sealed class ImageFolders
{
    private static readonly HashSet<string> s_extensions =
        new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff" };

    private readonly Dictionary<string, Listing> _listings = new(StringComparer.Ordinal);

    /// <summary>Whether a text can be a file name: the system rejects paths with NUL.</summary>
    public static bool IsName(string name) => !name.Contains('\0', StringComparison.Ordinal);

    public static bool IsImage(string path) => s_extensions.Contains(Path.GetExtension(path));

    /// <summary>The pictures in a folder and its sub-folders, ordered by ordinal path.</summary>
    public static List<string> AllUnder(string folder)
    {
        List<string> files = [.. FolderWalk.Files(folder).Where(IsImage)];
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>The picture in a folder with the given name; the extension may be all lower or upper case.</summary>
    public string? FindByName(string folder, string name) => List(folder).ByName.GetValueOrDefault(name);

    /// <summary>The picture in a folder with the given name without extension.</summary>
    public string? FindByStem(string folder, string stem) => List(folder).ByStem.GetValueOrDefault(stem);

    private Listing List(string folder)
    {
        if (_listings.TryGetValue(folder, out var listing)) return listing;

        listing = new Listing(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.EnumerateFiles(folder).Where(IsImage).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(path);
                var stem = Path.GetFileNameWithoutExtension(path);
                listing.ByName[name] = path;
                listing.ByName.TryAdd(stem + Path.GetExtension(path).ToLowerInvariant(), path);
                listing.ByName.TryAdd(stem + Path.GetExtension(path).ToUpperInvariant(), path);
                listing.ByStem.TryAdd(stem, path);
            }
        }

        return _listings[folder] = listing;
    }

    private sealed record Listing(Dictionary<string, string> ByName, Dictionary<string, string> ByStem);
}
