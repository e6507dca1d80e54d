using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gannet.Pages.Evaluations;

namespace Gannet.Pages.Tests.Evaluations;

public sealed partial class EvaluationPageTests
{
    [Fact]
    public void The_area_below_each_drawn_curve_is_the_AP_in_its_title()
    {
        var (dataset, detections) = MadeContent.Random(20, static p => $"/none/{p}.png", "red", "white");
        var content = MadeContent.Of(dataset, detections);
        var html = EvaluationPage.Compose(content).Render();
        foreach (var curve in content.Details.Curves)
        {
            var chart = html[html.IndexOf($"<figcaption>{curve.Name}: {PageNumbers.Share(curve.AP50)}", StringComparison.Ordinal)..];
            var points = PointsOf().Match(chart).Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(static point => Array.ConvertAll(point.Split(','), static v => double.Parse(v, CultureInfo.InvariantCulture))).ToArray();

            // The axes are 276 and 194 long. Points are drawn to a hundredth.
            var area = points.Zip(points.Skip(1)).Sum(static pair => (pair.Second[0] - pair.First[0]) / 276 * ((206 - pair.First[1]) + (206 - pair.Second[1])) / 2 / 194);
            Assert.Equal(content.Report.Coco.PerClass.Single(row => row.Name == curve.Name).AP50, area, 1e-4);
        }
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        var (dataset, detections) = MadeContent.Random(6, static p => $"/none/{p}.png", MadeContent.Evil, "b");
        dataset = dataset with { Images = [.. dataset.Images.Select(static image => image with { FileName = MadeContent.Evil })] };
        var html = EvaluationPage.Compose(MadeContent.Of(dataset, detections) with { Title = MadeContent.Evil, Name = MadeContent.Evil, Facts = [(MadeContent.Evil, MadeContent.Evil)] }).Render();
        Assert.Equal(2, html.Split("<script", StringSplitOptions.None).Length);
        Assert.DoesNotContain("<b onclick", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onclick=\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(MadeContent.Evil), html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_page_shows_is_what_was_computed()
    {
        var (dataset, detections) = MadeContent.Random(20, static p => $"/none/{p}.png", "red", "white");
        var content = MadeContent.Of(dataset, detections);
        var html = EvaluationPage.Compose(content).Render();
        var confusion = content.Details.Confusion;
        Assert.Contains($">{confusion[0, 0]}</td><td", html, StringComparison.Ordinal);
        foreach (var label in (int[])[0, 1]) Assert.Contains($"<td>{confusion.RowSum(label)}</td></tr>", html, StringComparison.Ordinal);
        Assert.Contains($"Expected calibration error (ECE): {PageNumbers.Share(content.Details.Calibration!.Error)}.", html, StringComparison.Ordinal);
        foreach (var type in (string[])["Cls", "Loc", "Both", "Dupe", "Bkg", "Miss"]) Assert.Contains($"<span>{type}: ", html, StringComparison.Ordinal);
        Assert.Contains("20 of 20 pictures are not drawn: the files are not there; name their folder with --images.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<image", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_found_and_nothing_to_find_are_pages_too()
    {
        var (dataset, detections) = MadeContent.Random(2, static p => $"/none/{p}.png", "red", "white");
        Assert.Contains("costliest type of error is Miss", EvaluationPage.Compose(MadeContent.Of(dataset, [[], []])).Render(), StringComparison.Ordinal);
        var empty = dataset with { Images = [.. dataset.Images.Select(static image => image with { Annotations = [] })] };
        Assert.Contains("There are no objects to find.", EvaluationPage.Compose(MadeContent.Of(empty, detections)).Render(), StringComparison.Ordinal);
        Assert.Contains("No mistakes", EvaluationPage.Compose(MadeContent.Of(empty, [[], []])).Render(), StringComparison.Ordinal);
    }

    [GeneratedRegex("points=\"([^\"]*)\"")]
    private static partial Regex PointsOf();
}
