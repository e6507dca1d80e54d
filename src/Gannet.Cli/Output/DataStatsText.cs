using System.Globalization;
using Gannet.Datasets.Statistics;
using Gannet.Pages.DataSets;

namespace Gannet.Cli.Output;

/// <summary>A data set's numbers as lines of text.</summary>
internal static class DataStatsText
{
    private const int SizesShown = 5, DoubtsShown = 20;

    public static void Write(TextWriter output, DataReport report)
    {
        var s = report.Statistics;
        Line("pictures", $"{s.Images}, {s.Negatives} of them without boxes");
        foreach (var (name, pictures) in report.Splits) Line("split", $"{name}: {pictures}");
        Line("boxes", $"{s.Boxes} ({s.Crowds} crowds, {s.Difficult} difficult)");
        Line("", $"{s.Small} small (below 32²), {s.Medium} medium, {s.Large} large (96² and up)");
        Line("", string.Create(CultureInfo.InvariantCulture, $"{s.OverlappingShare:P0} overlap another"));
        Line("boxes per image", Text(s.BoxesPerImage));
        Line("box side", Text(s.BoxSide));
        Line("height / width", Text(s.BoxAspect));
        foreach (var size in s.ImageSizes.Take(SizesShown)) Line("picture size", $"{size.Width}x{size.Height}: {size.Images}");
        if (s.ImageSizes.Count > SizesShown) Line("", $"… and {s.ImageSizes.Count - SizesShown} other sizes");
        foreach (var one in s.PerClass) Line("class", $"{one.Name}: {one.Boxes} boxes in {one.Images} pictures");
        if (report.Fit is { PerClass.Count: > 0 } fit) WriteFit(fit);
        if (report.Similar is { } similar)
            Line("similar", $"{similar.Count} pictures nearly the same as an earlier one{(report.Unreadable > 0 ? $"; {report.Unreadable} cannot be read, see 'gannet data check'" : "")}");
        foreach (var finding in DataFindings.Of(report)) Line("note", finding);
        if (report.Doubts is not { } doubts) return;
        Line("labels to doubt", $"the first {Math.Min(DoubtsShown, doubts.Doubts.Count)} of {doubts.Doubts.Count}; --report or --json has all");
        foreach (var doubt in doubts.Doubts.Take(DoubtsShown))
        {
            Line("", string.Create(CultureInfo.InvariantCulture,
                $"{doubt.Score:.00} {doubts.FileName(doubt)}: {doubts.Describe(doubt)}, at ({doubt.Box.X1:0}, {doubt.Box.Y1:0}), {doubt.Box.Width:0} × {doubt.Box.Height:0}"));
        }

        void WriteFit(InputFit fit)
        {
            foreach (var one in fit.PerClass)
            {
                Line("in the input", string.Create(CultureInfo.InvariantCulture,
                    $"{one.Name}: median side {Distribution.Of(one.Sides).Median:0.#}; no anchor reaches {Share(one.Beyond70, one)} at IoU .7, {Share(one.Beyond50, one)} at .5; "
                    + $"{Share(one.Tiny, one)} tiny, {Share(one.Lost, one)} lost"));
            }

            Line("anchors", string.Create(CultureInfo.InvariantCulture, $"mean IoU of the objects with the best shape of {fit.Detector}: {fit.MeanIou.Own:0.00}"));
            Line("", string.Create(CultureInfo.InvariantCulture, $"with {fit.Suggested.Count} shapes by k-means: {fit.MeanIou.Suggested:0.00}; height × width {Shapes(fit)}"));
        }

        void Line(string topic, string text) => output.WriteLine($"{topic,-16} {text}");
    }

    private static string Share(int part, ClassFit fit) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / fit.Objects:0.#} %");

    private static string Shapes(InputFit fit) =>
        string.Join(", ", fit.Suggested.Select(static s => string.Create(CultureInfo.InvariantCulture, $"{s.Height:0} × {s.Width:0}")));

    private static string Text(Distribution d) => string.Create(
        CultureInfo.InvariantCulture,
        $"{d.Minimum:0.##} to {d.Maximum:0.##}, median {d.Median:0.##}, 10th percentile {d.Tenth:0.##}, "
        + $"90th percentile {d.Ninetieth:0.##}, mean {d.Mean:0.##}");
}
