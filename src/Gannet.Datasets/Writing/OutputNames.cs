namespace Gannet.Datasets.Writing;

/// <summary>Gives each picture a name of its own inside the new data set, whatever its old name was.</summary>
/// <param name="byStem">Whether two names must differ without their extensions too, since an annotation file is called after each.</param>
/// <param name="flat">Whether sub-folders are dropped.</param>
internal sealed class OutputNames(bool byStem, bool flat)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A relative name with forward slashes that stays inside the folder.</summary>
    public string Take(string name)
    {
        var parts = name.Replace('\\', '/').Split('/').Where(static part => part.Length > 0 && part is not ("." or "..")).ToList();
        if (parts.Count == 0) parts.Add("picture");
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
