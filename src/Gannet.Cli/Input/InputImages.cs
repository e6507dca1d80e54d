using Gannet.Detection.Images;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;
using Gannet.Training.Loading;

namespace Gannet.Cli.Input;

/// <summary>Finds the pictures that a user names and prepares them ahead of the one who computes.</summary>
internal static class InputImages
{
    private static readonly HashSet<string> s_extensions =
        new([".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The files named, and all pictures below the folders named, in order; each once, and each under a name of its own.</summary>
    /// <exception cref="FileNotFoundException">A name is neither, or nothing was found.</exception>
    public static IReadOnlyList<InputImage> Find(IReadOnlyList<string> inputs)
    {
        var pictures = inputs.SelectMany(input => FindIn(input, isAlone: inputs.Count == 1)).DistinctBy(static p => p.Path).ToList();
        var names = UniqueNames.Of([.. pictures.Select(static p => p.Name)]);
        return pictures.Count > 0 ? [.. pictures.Zip(names, static (picture, name) => picture with { Name = name })]
            : throw new FileNotFoundException(
                $"There is no picture in {string.Join(", ", inputs)}: JPEG, PNG, BMP, WebP and TIFF files are read.");
    }

    /// <summary>Where each picture's drawing goes below a folder: under its own name, JPEG as <c>.jpg</c> and all others as <c>.png</c>.</summary>
    /// <remarks>Of <c>x.bmp</c> and <c>x.tif</c> the second becomes <c>x.tif.png</c>.</remarks>
    public static IReadOnlyList<string> DrawnNames(IReadOnlyList<InputImage> pictures)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        return UniqueNames.Of([.. pictures.Select(picture =>
        {
            var extension = Path.GetExtension(picture.Name).ToUpperInvariant() is ".JPG" or ".JPEG" ? ".jpg" : ".png";
            var name = Path.ChangeExtension(picture.Name, extension);
            return used.Add(name) ? name : picture.Name + extension;
        })]);
    }

    /// <summary>Each picture in order, decoded and scaled in the background; a result tells of a picture that could not be read.</summary>
    /// <param name="inputs">What was found.</param>
    /// <param name="transform">Makes batches of one.</param>
    /// <param name="cancellation">Keeps further ones from being begun.</param>
    public static IEnumerable<(InputImage Input, Task<PreparedImage> Image)> PrepareAhead(
        IReadOnlyList<InputImage> inputs, ImageTransform transform, CancellationToken cancellation) =>
        inputs.Zip(Prefetch.TasksInOrder(inputs.Count, k =>
        {
            ImageHeader.Verify(inputs[k].Path);
            var picture = ImageDecoder.Decode(inputs[k].Path);
            return new PreparedImage(picture, transform.Batch([picture]));
        }, cancellation));

    // Beside other inputs a folder's own name tells its pictures from those of the others.
    private static IEnumerable<InputImage> FindIn(string input, bool isAlone)
    {
        if (File.Exists(input)) return [new(Path.GetFullPath(input), isAlone ? Path.GetFileName(input) : NameOf(input))];
        if (!Directory.Exists(input)) throw new FileNotFoundException($"There is no file or folder '{input}'.");
        var folder = Path.GetFullPath(input);
        var start = isAlone ? "" : Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) + "/";
        return FolderWalk.Files(folder).Where(static p => s_extensions.Contains(Path.GetExtension(p))).Order(StringComparer.Ordinal)
            .Select(p => new InputImage(p, start + Path.GetRelativePath(folder, p).Replace('\\', '/')));
    }

    // As it was given, as long as that leads down from where the user is; "a/1.jpg" and "b/1.jpg" stay apart.
    private static string NameOf(string file)
    {
        var name = Path.IsPathRooted(file) ? Path.GetFileName(file) : Path.GetRelativePath(".", file).Replace('\\', '/');
        return name.StartsWith("../", StringComparison.Ordinal) ? Path.GetFileName(file) : name;
    }
}
