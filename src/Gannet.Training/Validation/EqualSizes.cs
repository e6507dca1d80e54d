using Gannet.Datasets;

namespace Gannet.Training.Validation;

/// <summary>Groups images of equal size, which need no padding: each gives the same detections as it would alone.</summary>
internal static class EqualSizes
{
    /// <summary>Batches of image indices, ordered by their first image; images of unknown size get a batch each.</summary>
    /// <param name="pictures">The images of a data set.</param>
    /// <param name="most">Largest number of images in a batch.</param>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<AnnotatedImage> pictures, int most) =>
    [
        .. Enumerable.Range(0, pictures.Count)
            .GroupBy(k => pictures[k] is { Width: > 0, Height: > 0 } known ? (known.Width, known.Height) : (-1, k))
            .SelectMany(group => group.Chunk(most)),
    ];
}
