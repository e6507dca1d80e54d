namespace Gannet.Imaging.Drawing.Fonts;

/// <summary>The system's font files, the most suitable first.</summary>
internal static class FontFiles
{
    // A folder of thousands of fonts must not delay a picture.
    private const int MostFiles = 400;
    private const int MostDepth = 6;

    private static readonly string[] s_preferred = ["DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "FreeSans.ttf"];

    // Faces that are harder to read in small sizes than a plain one.
    private static readonly string[] s_special = ["Bold", "Italic", "Oblique", "Mono", "Serif", "Math", "Condensed", "Light", "Emoji"];

    /// <summary>The fonts of a system.</summary>
    public static IEnumerable<string> OfSystem() => In(
        "/usr/share/fonts", "/usr/local/share/fonts",
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "fonts"),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".fonts"));

    /// <summary>The fonts in some folders: well-known plain faces, other plain faces, the rest.</summary>
    public static IEnumerable<string> In(params IEnumerable<string> folders)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = MostDepth, IgnoreInaccessible = true };
        return folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", options)).Where(IsFont).Take(MostFiles)
            .OrderBy(Rank).ThenBy(static path => path, StringComparer.Ordinal);
    }

    private static bool IsFont(string path) => Path.GetExtension(path).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC";

    private static int Rank(string path)
    {
        var name = Path.GetFileName(path);
        if (Array.IndexOf(s_preferred, name) is var place and >= 0) return place;
        return s_preferred.Length + (Array.Exists(s_special, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? 1 : 0);
    }
}
