namespace Gannet.Datasets.Writing;

/// <summary>Gives each picture a unique name in the new data set.</summary>
/// <param name="byStem">Whether names must differ even without extensions, since annotation files are named after them.</param>
/// <param name="flat">Whether to drop sub-folders.</param>
/// <param name="windows">Whether names are for Windows; null for the system that this is.</param>
internal sealed class OutputNames(bool byStem, bool flat, bool? windows = null)
{
    private readonly bool _windows = windows ?? OperatingSystem.IsWindows();
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A relative name with forward slashes that stays inside the folder.</summary>
    public string Take(string name)
    {
        var parts = name.Replace('\\', '/').Split('/').Where(static part => part.Length > 0 && part is not ("." or "..")).ToList();
        if (parts.Count == 0) parts.Add("picture");
        if (_windows) parts = parts.ConvertAll(WindowsNames.Allowed);
        var folder = flat ? "" : string.Concat(parts[..^1].Select(static part => part + "/"));
        var extension = Path.GetExtension(parts[^1]);
        var stem = parts[^1][..^extension.Length];
        for (var attempt = 1; ; attempt++)
        {
            var unique = attempt == 1 ? stem : $"{stem}_{attempt}";
            if (_taken.Add(folder + (byStem ? unique : unique + extension))) return folder + unique + extension;
        }
    }
}
