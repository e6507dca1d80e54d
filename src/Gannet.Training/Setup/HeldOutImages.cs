using Gannet.Datasets;

namespace Gannet.Training.Setup;

/// <summary>Without a validation split, every fifth image in name order is held out: always the same ones.</summary>
public static class HeldOutImages
{
    private const int Every = 5;

    /// <summary>The images that a training on <paramref name="all"/> holds out, in name order; none of fewer than five.</summary>
    /// <param name="all">Readable images, in any order.</param>
    public static IReadOnlyList<AnnotatedImage> Of(IReadOnlyList<AnnotatedImage> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return [.. all.OrderBy(static p => p.FileName, StringComparer.Ordinal).Where(static (_, k) => k % Every == Every - 1)];
    }
}
