using Gannet.Detection.Pictures;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;
using Gannet.Training.Loading;

namespace Gannet.Cli.Input;

/// <summary>Finds the pictures that a user names, and prepares them ahead of detection.</summary>
internal static class InputImages
{
    private static readonly HashSet<string> s_extensions =
        new([".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"], StringComparer.OrdinalIgnoreCase);

    /// <summary>All named files and all pictures below named folders, in order, without duplicates, each with a unique name.</summary>
    /// <exception cref="FileNotFoundException">A name is neither a file nor a folder, or there is no picture.</exception>
    public static IReadOnlyList<InputImage> Find(IReadOnlyList<string> inputs)
    {
        var pictures = inputs.SelectMany(input => FindIn(input, isAlone: inputs.Count == 1)).DistinctBy(static p => p.Path).ToList();
        var names = UniqueNames.Of([.. pictures.Select(static p => p.Name)]);
        return pictures.Count > 0 ? [.. pictures.Zip(names, static (picture, name) => picture with { Name = name })]
            : throw new FileNotFoundException(
                $"There is no picture in {string.Join(", ", inputs)}; Gannet reads JPEG, PNG, BMP, WebP and TIFF files.");
    }

    /// <summary>The name of each picture's drawing below the output folder: the picture's own name, with <c>.jpg</c> for JPEG and
    /// <c>.png</c> for all others.</summary>
    /// <remarks>If there are both <c>x.bmp</c> and <c>x.tif</c>, the second becomes <c>x.tif.png</c>.</remarks>
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

    /// <summary>Each picture in order, decoded and prepared in the background; the task fails if the picture cannot be read.</summary>
    /// <param name="inputs">What was found.</param>
    /// <param name="model">Prepares the pictures.</param>
    /// <param name="cancellation">Prevents further pictures from being started.</param>
    public static IEnumerable<(InputImage Input, Task<PreparedImage> Image)> PrepareAhead(
        IReadOnlyList<InputImage> inputs, IPictureModel model, CancellationToken cancellation) =>
        inputs.Zip(Prefetch.TasksInOrder(inputs.Count, k =>
        {
            var picture = Decode(inputs[k].Path);
            return new PreparedImage(picture, model.Prepare(picture));
        }, cancellation));

    private static Image Decode(string path)
    {
        ImageHeader.Verify(path);
        return ImageDecoder.Decode(path);
    }

    // With several inputs, the folder's name in front distinguishes its pictures from the others'.
    private static IEnumerable<InputImage> FindIn(string input, bool isAlone)
    {
        if (File.Exists(input)) return [new(Path.GetFullPath(input), isAlone ? Path.GetFileName(input) : NameOf(input))];
        if (!Directory.Exists(input)) throw new FileNotFoundException($"There is no file or folder '{input}'.");
        var folder = Path.GetFullPath(input);
        var start = isAlone ? "" : Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) + "/";
        return FolderWalk.Files(folder).Where(static p => s_extensions.Contains(Path.GetExtension(p))).Order(StringComparer.Ordinal)
            .Select(p => new InputImage(p, start + Path.GetRelativePath(folder, p).Replace('\\', '/')));
    }

    // The path as given, if it is below the working directory, so that "a/1.jpg" and "b/1.jpg" stay distinct.
    private static string NameOf(string file)
    {
        var name = Path.IsPathRooted(file) ? Path.GetFileName(file) : Path.GetRelativePath(".", file).Replace('\\', '/');
        return name.StartsWith("../", StringComparison.Ordinal) ? Path.GetFileName(file) : name;
    }
}
