using System.Globalization;
using Gannet.Datasets.Statistics;

namespace Gannet.Pages.DataSets;

/// <summary>The tables about a data set, the same on the page and in Markdown.</summary>
internal static class DataTables
{
    private const int MostRows = 100, MostSizes = 12;

    /// <summary>A table.</summary>
    /// <param name="Heading">What it shows.</param>
    /// <param name="Columns">Headings of its columns.</param>
    /// <param name="Rows">Its rows.</param>
    /// <param name="Note">A remark; empty for none.</param>
    internal sealed record Table(string Heading, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string Note = "");

    /// <summary>All of them, but the doubts.</summary>
    public static IEnumerable<Table> Of(DataReport report)
    {
        var statistics = report.Statistics;
        yield return new("Objects", ["", "least", "10 %", "median", "90 %", "most", "mean"],
        [
            Row("objects per picture", statistics.BoxesPerImage), Row("side in pixels (root of the area)", statistics.BoxSide), Row("height divided by width", statistics.BoxAspect),
        ]);
        yield return new("Picture sizes", ["size", "pictures"],
            [.. statistics.ImageSizes.Take(MostSizes).Select(static s => (IReadOnlyList<string>)[$"{s.Width} × {s.Height}", Number(s.Images)])], More(statistics.ImageSizes.Count, MostSizes));
        if (report.Splits.Count > 0)
            yield return new("Splits", ["split", "pictures"], [.. report.Splits.Select(static s => (IReadOnlyList<string>)[s.Name, Number(s.Pictures)])]);
        if (report.Fit is { PerClass.Count: > 0 } fit) yield return Fit(fit);
        if (report.Similar is { Count: > 0 } similar)
        {
            yield return new("Pictures that look nearly the same", ["picture", "and", "bits that differ", "splits"],
                [.. similar.OrderBy(static s => s.Apart is null).ThenBy(static s => s.Distance).Take(MostRows).Select(static s => (IReadOnlyList<string>)
                    [s.First, s.Second, Number(s.Distance), s.Apart is { } apart ? $"{apart.First}, {apart.Second}" : ""])],
                $"Of 256 bits of a difference hash, nearly the same pictures differ in {Datasets.Checking.PictureHash.NearlySame} at most. {More(similar.Count, MostRows)}");
        }

        if (report.Coinciding.Count > 0)
        {
            yield return new("Boxes that coincide with a box of another class", ["picture", "classes", "IoU"], [.. report.Coinciding.Take(MostRows).Select(pair =>
            {
                var picture = report.Dataset.Images[pair.Picture];
                return (IReadOnlyList<string>)
                    [picture.FileName, $"{Class(pair.First)}, {Class(pair.Second)}", PageNumbers.Share(pair.Overlap)];

                string Class(int k) => report.Dataset.Classes[picture.Annotations[k].Label];
            })], More(report.Coinciding.Count, MostRows));
        }
    }

    private static Table Fit(InputFit fit) => new(
        $"In the input of {fit.Detector}", ["class", "objects", "median side", "no anchor at IoU .7", "no anchor at IoU .5", "tiny", "lost"],
        [.. fit.PerClass.Append(fit.Total).Select(static c => (IReadOnlyList<string>)
        [
            c.Name, Number(c.Objects), Distribution.Of(c.Sides).Median.ToString("0.#", CultureInfo.InvariantCulture), DataFindings.Share(c.Beyond70, c.Objects),
            DataFindings.Share(c.Beyond50, c.Objects), DataFindings.Share(c.Tiny, c.Objects), DataFindings.Share(c.Lost, c.Objects),
        ])],
        string.Create(CultureInfo.InvariantCulture, $"Pixels of the input. Tiny: a side below {InputFit.TinySide}; lost: thinner than {InputFit.LostSide} or cropped away. ")
        + (fit.Suggested.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"Mean IoU with the best of the anchors' shapes: {fit.MeanIou.Own:0.00}; with {fit.Suggested.Count} shapes by k-means (height × width: {Shapes(fit)}): {fit.MeanIou.Suggested:0.00}. "))
        + (fit.Advice is { } advice ? $"Anchors of these objects' sizes: {advice}" : ""));

    /// <summary>The suggested shapes, such as <c>12 × 14</c>.</summary>
    internal static string Shapes(InputFit fit) =>
        string.Join(", ", fit.Suggested.Select(static s => string.Create(CultureInfo.InvariantCulture, $"{s.Height:0} × {s.Width:0}")));

    private static IReadOnlyList<string> Row(string name, Distribution d) =>
        [name, .. new[] { d.Minimum, d.Tenth, d.Median, d.Ninetieth, d.Maximum, d.Mean }.Select(static v => v.ToString("0.##", CultureInfo.InvariantCulture))];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string More(int count, int shown) => count > shown ? $"… and {count - shown} more." : "";
}
