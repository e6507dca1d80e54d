using System.Security.Cryptography;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;

namespace Gannet.Datasets.Checking;

/// <summary>Decodes every picture of a data set and reports damaged ones, wrong stated sizes and duplicates.</summary>
public static class ImageCheck
{
    /// <summary>Checks all pictures, using all cores.</summary>
    /// <param name="dataset">The data set, as read.</param>
    /// <param name="cancellation">Stops between two pictures.</param>
    /// <returns>The problems in the order of the pictures; none of them is fixed.</returns>
    public static IReadOnlyList<DataProblem> FindProblems(AnnotatedDataset dataset, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var pictures = dataset.Images;
        var problems = new DataProblem?[pictures.Count];
        var hashes = new byte[pictures.Count][];
        var headers = new ImageHeader?[pictures.Count];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, pictures.Count, options, i => (problems[i], hashes[i], headers[i]) = Check(pictures[i]));
        // No picture has two: what is known about the way up of its labels needs a size without a fault.
        var notes = UprightLabels.Notes(dataset, headers);
        return [.. problems.Select((problem, i) => problem ?? notes[i]).OfType<DataProblem>(), .. Duplicates(pictures, hashes)];
    }

    private static (DataProblem? Problem, byte[] Hash, ImageHeader? Header) Check(AnnotatedImage picture)
    {
        try
        {
            var bytes = ImageFile.Read(picture.Path);
            var hash = SHA256.HashData(bytes);
            var header = ImageHeader.Verify(bytes, picture.Path);
            ImageDecoder.Decode(bytes, picture.Path);
            return (StatedSize.Fault(picture, header, leftOut: false), hash, header);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Drop the path from the message: the problem states it already.
            var what = error.Message.ReplaceLineEndings(" ");
            if (what.StartsWith(picture.Path + ": ", StringComparison.Ordinal)) what = what[(picture.Path.Length + 2)..];
            return (new(DataProblemKind.UnreadablePicture, picture.Path, null, what.TrimEnd('.'), "replace or remove it", LeftOut: false), [], null);
        }
    }

    private static IEnumerable<DataProblem> Duplicates(IReadOnlyList<AnnotatedImage> pictures, byte[][] hashes)
    {
        var first = new Dictionary<string, AnnotatedImage>(StringComparer.Ordinal);
        for (var i = 0; i < hashes.Length; i++)
        {
            if (hashes[i].Length == 0 || first.TryAdd(Convert.ToHexString(hashes[i]), pictures[i])) continue;
            yield return new DataProblem(
                DataProblemKind.DuplicatePicture, pictures[i].Path, null,
                $"the same picture as {first[Convert.ToHexString(hashes[i])].Path}",
                "remove one of the two, especially if they are in different splits", LeftOut: false);
        }
    }
}
