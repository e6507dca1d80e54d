using Gannet.Datasets;

namespace Gannet.Training.Validation;

/// <summary>Puts pictures of one size together, which need no padding: each is detected as it would be alone.</summary>
internal static class EqualSizes
{
    /// <summary>The pictures' indices in batches, by the first of each size; pictures of unknown size stay alone.</summary>
    /// <param name="pictures">The pictures of a data set.</param>
    /// <param name="most">Pictures of a batch.</param>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<AnnotatedImage> pictures, int most) =>
    [
        .. Enumerable.Range(0, pictures.Count)
            .GroupBy(k => pictures[k] is { Width: > 0, Height: > 0 } known ? (known.Width, known.Height) : (-1, k))
            .SelectMany(group => group.Chunk(most)),
    ];
}
