using Gannet.Vision.Pictures;

namespace Gannet.Cli;

/// <summary>Finds the pictures that a user names and decodes them ahead of the one who computes.</summary>
internal static class InputPictures
{
    // Decoding one picture while the detector works on another is enough: detection takes many times longer.
    private const int Ahead = 2;

    private static readonly HashSet<string> s_extensions =
        new([".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The files named, and all pictures below the folders named, in order.</summary>
    /// <exception cref="FileNotFoundException">A name is neither, or nothing was found.</exception>
    public static IReadOnlyList<InputPicture> Find(IReadOnlyList<string> inputs)
    {
        var pictures = inputs.SelectMany(FindIn).ToList();
        return pictures.Count > 0 ? pictures
            : throw new FileNotFoundException(
                $"There is no picture in {string.Join(", ", inputs)}: JPEG, PNG, BMP, WebP and TIFF files are read.");
    }

    public static IEnumerable<(InputPicture Input, Task<Picture> Picture)> DecodeAhead(
        IReadOnlyList<InputPicture> inputs, CancellationToken cancellation)
    {
        var running = new Queue<Task<Picture>>();
        for (var k = 0; k < inputs.Count; k++)
        {
            for (var next = k + running.Count; running.Count <= Ahead && next < inputs.Count; next++)
            {
                var path = inputs[next].Path;
                running.Enqueue(Task.Run(() => PictureDecoder.Decode(path), cancellation));
            }

            yield return (inputs[k], running.Dequeue());
        }
    }

    private static IEnumerable<InputPicture> FindIn(string input)
    {
        if (File.Exists(input)) return [new(Path.GetFullPath(input), Path.GetFileName(input))];
        if (!Directory.Exists(input)) throw new FileNotFoundException($"There is no file or folder '{input}'.");
        var folder = Path.GetFullPath(input);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(static p => s_extensions.Contains(Path.GetExtension(p))).Order(StringComparer.Ordinal)
            .Select(p => new InputPicture(p, Path.GetRelativePath(folder, p).Replace('\\', '/')));
    }
}
