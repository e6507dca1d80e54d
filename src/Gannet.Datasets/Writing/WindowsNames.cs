namespace Gannet.Datasets.Writing;

/// <summary>Names that Windows can store. Its file system takes a colon for a hidden stream of another file, and the picture is lost.</summary>
internal static class WindowsNames
{
    private const char Replacement = '_';

    /// <summary>The name of a file or folder with what Windows forbids replaced by <c>_</c>: characters, ends, names of devices.</summary>
    /// <param name="name">One name, without folders.</param>
    public static string Allowed(string name)
    {
        var text = string.Concat(name.Select(static c => char.IsControl(c) || "<>:\"/\\|?*".Contains(c, StringComparison.Ordinal) ? Replacement : c));

        // Windows drops spaces and dots at the end, and two names become one.
        if (text.TrimEnd(' ', '.') is var kept && kept.Length < text.Length) text = kept + new string(Replacement, text.Length - kept.Length);
        return IsDevice(text.Split('.')[0].TrimEnd(' ')) ? Replacement + text : text;
    }

    // With any extension, too: nul.png is the device.
    private static bool IsDevice(string stem) =>
        stem.ToUpperInvariant() is "CON" or "PRN" or "AUX" or "NUL" or ['C', 'O', 'M', >= '1' and <= '9'] or ['L', 'P', 'T', >= '1' and <= '9'];
}
