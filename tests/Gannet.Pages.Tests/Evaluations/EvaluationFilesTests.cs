using System.Text.Json;
using Gannet.Evaluation.Comparison;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;
using Gannet.Pages.Evaluations;

namespace Gannet.Pages.Tests.Evaluations;

public sealed class EvaluationFilesTests
{
    [Fact]
    public void A_page_about_five_hundred_pictures_has_less_than_five_megabytes()
    {
        using var folder = new TemporaryFolder();

        // Noise is the hardest to compress: no photograph makes a larger page.
        var random = new Random(3);
        for (var k = 0; k < 10; k++)
        {
            var noise = new Image(640, 480);
            random.NextBytes(noise.Pixels);
            ImageEncoder.Write(noise, folder.File($"{k}.png"));
        }

        var (dataset, detections) = MadeContent.Random(500, p => folder.File($"{p % 10}.png"), [.. Enumerable.Range(0, 20).Select(static k => $"class {k}")]);
        var content = MadeContent.Of(dataset, detections);
        var page = EvaluationFiles.Write(folder.File("report"), content);
        Assert.InRange(new FileInfo(page).Length, 1_000_000, 5_000_000);
        Assert.Contains("<image id=\"picture0\" href=\"data:image/jpeg;base64,", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Contains("<use href=\"#picture0\"", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Null(content.Pictures.Reason);
    }

    [Fact]
    public void Markdown_and_JSON_say_the_same_and_a_later_report_compares_with_them()
    {
        using var folder = new TemporaryFolder();
        var (dataset, detections) = MadeContent.Random(12, static p => $"/none/{p}.png", "red|cell", MadeContent.Evil);
        var first = MadeContent.Of(dataset, detections) with { Name = "first" };
        EvaluationFiles.Write(folder.File("a"), first);
        var second = MadeContent.Of(dataset, [.. detections.Select(static found => found.Take(4).ToArray())]) with
        {
            Compared = ComparedEvaluation.Read(folder.File("a/report.json")),
        };
        EvaluationFiles.Write(folder.File("b"), second);

        var markdown = File.ReadAllText(folder.File("b/report.md"));
        Assert.Contains("Compared with: first", markdown, StringComparison.Ordinal);
        Assert.Contains($"| red\\|cell | ", markdown, StringComparison.Ordinal);
        Assert.Contains($"| all | {PageNumbers.Share(second.Report.Coco.AP)} | {PageNumbers.Share(first.Report.Coco.AP)} | ", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", markdown, StringComparison.Ordinal);

        var text = File.ReadAllText(folder.File("b/report.json"));
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(first.Report.Coco.AP, json.RootElement.GetProperty("comparison").GetProperty("AP").GetDouble());
        Assert.Equal(second.Report.Coco.AP, json.RootElement.GetProperty("AP").GetDouble());
        var rows = json.RootElement.GetProperty("details").GetProperty("confusion").GetProperty("rows").EnumerateArray().Select(static row => row.EnumerateArray().Sum(static v => v.GetInt32())).ToArray();
        Assert.Equal(second.Details.Matches.ObjectsPerClass, rows[..2]);
        var page = File.ReadAllText(folder.File("b/index.html"));
        Assert.Contains("<th scope=\"col\">compared</th>", page, StringComparison.Ordinal);
        Assert.Contains("<li class=\"c1\">first</li>", page, StringComparison.Ordinal);
    }
}
