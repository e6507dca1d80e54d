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

    /// <summary>The files named, and all pictures below the folders named, in order.</summary>
    /// <exception cref="FileNotFoundException">A name is neither, or nothing was found.</exception>
    public static IReadOnlyList<InputImage> Find(IReadOnlyList<string> inputs)
    {
        var pictures = inputs.SelectMany(FindIn).ToList();
        return pictures.Count > 0 ? pictures
            : throw new FileNotFoundException(
                $"There is no picture in {string.Join(", ", inputs)}: JPEG, PNG, BMP, WebP and TIFF files are read.");
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

    private static IEnumerable<InputImage> FindIn(string input)
    {
        if (File.Exists(input)) return [new(Path.GetFullPath(input), Path.GetFileName(input))];
        if (!Directory.Exists(input)) throw new FileNotFoundException($"There is no file or folder '{input}'.");
        var folder = Path.GetFullPath(input);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(static p => s_extensions.Contains(Path.GetExtension(p))).Order(StringComparer.Ordinal)
            .Select(p => new InputImage(p, Path.GetRelativePath(folder, p).Replace('\\', '/')));
    }
}
