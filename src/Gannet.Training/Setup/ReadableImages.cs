using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Imaging.Headers;

namespace Gannet.Training.Setup;

/// <summary>Finds damaged images, and images of another size than was labelled, before the first step instead of during
/// training; turns labels upright that were drawn on stored pixels (<see cref="UprightLabels"/>).</summary>
public static class ReadableImages
{
    /// <summary>The data set without files that are empty, truncated, not images, or of another size than their annotations
    /// state.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="problems">Receives what was left out or turned.</param>
    /// <param name="strict">Whether such an image is an error.</param>
    /// <exception cref="InvalidDataException">With <paramref name="strict"/>: an image is damaged or has another size.</exception>
    public static AnnotatedDataset Keep(AnnotatedDataset dataset, ICollection<DataProblem> problems, bool strict)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(problems);
        var faults = new DataProblem?[dataset.Images.Count];
        var headers = new ImageHeader?[faults.Length];
        Parallel.For(0, faults.Length, k =>
        {
            var picture = dataset.Images[k];
            try
            {
                var header = ImageHeader.Verify(picture.Path);
                (faults[k], headers[k]) = (StatedSize.Fault(picture, header, leftOut: true), header);
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                faults[k] = Unreadable(error.Message);
            }
        });
        if (strict && faults.OfType<DataProblem>().FirstOrDefault() is { } first) throw new InvalidDataException($"{first.File}: {first.What}");
        foreach (var fault in faults.OfType<DataProblem>()) problems.Add(fault);
        var upright = UprightLabels.Of(dataset, headers, problems);
        return upright with { Images = [.. upright.Images.Where((_, k) => faults[k] is null)] };
    }

    // The message begins with the file name.
    private static DataProblem Unreadable(string message)
    {
        var colon = message.IndexOf(": ", StringComparison.Ordinal);
        var (file, what) = colon < 0 ? ("", message) : (message[..colon], message[(colon + 2)..]);
        return new(DataProblemKind.UnreadablePicture, file, null, what, "the picture is left out", LeftOut: true);
    }
}
