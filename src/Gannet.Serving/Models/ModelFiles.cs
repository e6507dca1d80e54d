using System.Globalization;

namespace Gannet.Serving.Models;

/// <summary>Finds the model files that are to be served.</summary>
internal static class ModelFiles
{
    /// <summary>One file for each model: the named ones, and those of the folder.</summary>
    /// <param name="options">Names of files and folder.</param>
    /// <exception cref="FileNotFoundException">A named file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="InvalidDataException">Two files have the same model's name.</exception>
    public static IReadOnlyDictionary<string, ModelFile> Find(ServingOptions options)
    {
        var found = new Dictionary<string, ModelFile>(StringComparer.Ordinal);
        foreach (var path in options.Models) Add(ModelFile.At(path, Path.GetFileNameWithoutExtension(path)));
        if (options.ModelFolder is { } folder)
        {
            foreach (var file in In(folder)) Add(file);
        }

        return found;

        void Add(ModelFile file)
        {
            if (!found.TryAdd(file.Name, file))
                throw new InvalidDataException($"{file.Path}: another file, {found[file.Name].Path}, already has the model name '{file.Name}'; rename one of them.");
        }
    }

    private static IEnumerable<ModelFile> In(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}' of models.");
        foreach (var path in Files(folder)) yield return ModelFile.At(path, Path.GetFileNameWithoutExtension(path));
        foreach (var inner in Directory.EnumerateDirectories(folder).Where(IsVisible).Order(StringComparer.Ordinal))
        {
            if (Newest(inner) is { } file) yield return file;
        }
    }

    // A folder of a model without any numbered file is one that is about to be filled, or none of ours.
    private static ModelFile? Newest(string folder)
    {
        var versions = Files(folder)
            .Select(static path => (Path: path, Number: long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : (long?)null))
            .Where(static version => version.Number is not null).ToList();
        if (versions.Count == 0) return null;
        var (path, number) = versions.MaxBy(static version => version.Number);
        return ModelFile.At(path, Path.GetFileName(folder), number);
    }

    // Names with a dot in front are unfinished copies: rsync's, and those of AtomicFile.
    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder)
        .Where(static path => IsVisible(path) && ModelFile.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal);

    private static bool IsVisible(string path) => Path.GetFileName(path)[0] != '.';
}
