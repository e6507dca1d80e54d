using Gannet.Datasets;
using Gannet.Detection;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Drawing;
using Gannet.Training.Reports;

namespace Gannet.Cli.Input;

/// <summary>Draws what a detector found into copies of the pictures.</summary>
internal static class ExampleImages
{
    /// <summary>Lowest probability at which a box is drawn: the default of <c>gannet detect</c>.</summary>
    public const float Score = 0.5f;

    /// <summary>Draws some of the pictures, evenly spread over the data set, as a report shows them.</summary>
    /// <param name="detected">Pictures and detections.</param>
    /// <param name="count">How many pictures at most.</param>
    /// <param name="report">The report's folder.</param>
    /// <param name="before">What <see cref="FindBefore"/> found, to be shown beside; null for nothing.</param>
    public static IReadOnlyList<ReportExample> ForReport(
        DetectedDataset detected, int count, string report, IReadOnlyDictionary<string, IReadOnlyList<DetectedObject>>? before = null)
    {
        var pictures = detected.Dataset.Images;
        count = Math.Min(count, pictures.Count);
        return [.. Enumerable.Range(0, count).Select(k =>
        {
            var index = Spread(k, count, pictures.Count);
            var name = $"examples/{k + 1}.jpg";
            var drawn = Draw(detected, index, Path.Combine(report, name));
            var marked = pictures[index].Annotations.Count;
            return new ReportExample(name, $"{Path.GetFileName(pictures[index].FileName)}: {drawn} objects detected, {marked} annotated")
            {
                Before = before is not null && before.TryGetValue(pictures[index].Path, out var found)
                    ? DrawBefore(detected.Dataset, pictures[index], found, $"examples/{k + 1}-before.jpg", report)
                    : null,
            };
        })];
    }

    /// <summary>What a detector that was not trained yet finds in the first of the pictures that <see cref="ForReport"/> shows.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="pictures">The pictures of the report.</param>
    /// <param name="shown">How many pictures the report shows at most.</param>
    /// <param name="count">How many of them are looked at.</param>
    /// <returns>Detections by the picture's path; a picture that cannot be read has none.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<DetectedObject>> FindBefore(Detector detector, AnnotatedDataset pictures, int shown, int count)
    {
        shown = Math.Min(shown, pictures.Images.Count);
        var found = new Dictionary<string, IReadOnlyList<DetectedObject>>(StringComparer.Ordinal);
        for (var k = 0; k < Math.Min(count, shown); k++)
        {
            var picture = pictures.Images[Spread(k, shown, pictures.Images.Count)];
            try
            {
                found[picture.Path] = detector.Detect(ImageDecoder.Decode(picture.Path));
            }
            catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                continue; // the training reports it
            }
        }

        return found;
    }

    private static int Spread(int example, int shown, int all) => (int)((long)example * all / shown);

    private static string DrawBefore(AnnotatedDataset dataset, AnnotatedImage picture, IReadOnlyList<DetectedObject> found, string name, string report)
    {
        Draw(new(dataset with { Images = [picture] }, [found], MasksToo: false, AreProposals: false), 0, Path.Combine(report, name));
        return name;
    }

    /// <summary>Draws every picture into a folder, under its own name with the extension .jpg.</summary>
    public static void DrawAll(DetectedDataset detected, string folder, CancellationToken cancellation)
    {
        for (var k = 0; k < detected.Dataset.Images.Count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            Draw(detected, k, Path.Combine(folder, Path.GetFileNameWithoutExtension(detected.Dataset.Images[k].FileName) + ".jpg"));
        }
    }

    private static int Draw(DetectedDataset detected, int index, string target)
    {
        AnnotatedImage picture = detected.Dataset.Images[index];
        DetectedObject[] sure = [.. detected.Found[index].Where(static d => d.Score >= Score)];
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var boxes = sure.Select(d => DrawnBox.Of(d, detected.Dataset.Classes));
        ImageEncoder.Write(BoxDrawer.Draw(ImageDecoder.Decode(picture.Path), [.. boxes]), target);
        return sure.Length;
    }
}
