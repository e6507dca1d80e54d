using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Checking;

/// <summary>Finds pictures that look nearly the same.</summary>
public static class NearDuplicates
{
    /// <summary>Hashes every picture, using all cores.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="cancellation">Stops between two pictures.</param>
    /// <returns>The hashes; null for a picture that cannot be read, which <see cref="ImageCheck"/> explains.</returns>
    public static PictureHash?[] Hash(IReadOnlyList<AnnotatedImage> pictures, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var hashes = new PictureHash?[pictures.Count];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, pictures.Count, options, k =>
        {
            try
            {
                hashes[k] = PictureHash.Of(ImageDecoder.Decode(pictures[k].Path));
            }
            catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                hashes[k] = null;
            }
        });
        return hashes;
    }

    /// <summary>For each picture the most similar one before it, if they are nearly the same.</summary>
    /// <param name="hashes">The hashes of the pictures.</param>
    /// <param name="cancellation">Stops between two pictures.</param>
    /// <returns>In the order of the second picture. Compares each with each: quick for tens of thousands.</returns>
    public static IReadOnlyList<NearDuplicate> Find(IReadOnlyList<PictureHash?> hashes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        var found = new NearDuplicate?[hashes.Count];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, hashes.Count, options, k =>
        {
            if (hashes[k] is not { } own) return;
            for (var earlier = 0; earlier < k; earlier++)
            {
                if (hashes[earlier] is { } other && own.Distance(other) is var distance && distance <= PictureHash.NearlySame
                    && distance < (found[k]?.Distance ?? int.MaxValue))
                    found[k] = new(earlier, k, distance);
            }
        });
        return [.. found.OfType<NearDuplicate>()];
    }
}

/// <summary>Two pictures that look nearly the same.</summary>
/// <param name="First">Index of the earlier one.</param>
/// <param name="Second">Index of the later one.</param>
/// <param name="Distance">Bits in which their hashes differ.</param>
public sealed record NearDuplicate(int First, int Second, int Distance);
