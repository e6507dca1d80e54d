using Gannet.Datasets;

namespace Gannet.Training.Setup;

/// <summary>Without a validation split every fifth picture by name is held out: the same ones every time.</summary>
public static class HeldOutImages
{
    private const int Every = 5;

    /// <summary>The pictures that a training on <paramref name="all"/> does not learn, by name; none of fewer than five.</summary>
    /// <param name="all">Readable pictures, in any order.</param>
    public static IReadOnlyList<AnnotatedImage> Of(IReadOnlyList<AnnotatedImage> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        return [.. all.OrderBy(static p => p.FileName, StringComparer.Ordinal).Where(static (_, k) => k % Every == Every - 1)];
    }
}
