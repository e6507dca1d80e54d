using Gannet.Datasets;
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
    public static IReadOnlyList<ReportExample> ForReport(DetectedDataset detected, int count, string report)
    {
        var pictures = detected.Dataset.Images;
        count = Math.Min(count, pictures.Count);
        return [.. Enumerable.Range(0, count).Select(k =>
        {
            var index = (int)((long)k * pictures.Count / count);
            var name = $"examples/{k + 1}.jpg";
            var drawn = Draw(detected, index, Path.Combine(report, name));
            var marked = pictures[index].Annotations.Count;
            return new ReportExample(name, $"{Path.GetFileName(pictures[index].FileName)}: {drawn} objects detected, {marked} annotated");
        })];
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
