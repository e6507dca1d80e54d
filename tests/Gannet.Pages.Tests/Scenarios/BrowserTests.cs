using System.Diagnostics;
using System.Text.RegularExpressions;
using Gannet.Pages.Evaluations;
using Gannet.Pages.Tests.Evaluations;

namespace Gannet.Pages.Tests.Scenarios;

/// <summary>The pages as a browser sees them.</summary>
public sealed partial class BrowserTests
{
    [ChromiumFact]
    public void The_filter_works_and_hostile_names_run_nothing()
    {
        using var folder = new TemporaryFolder();
        var evil = MadeContent.Evil + "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";
        var (dataset, detections) = MadeContent.Random(30, p => folder.File($"{p}.png"), evil, "b");
        var content = MadeContent.Of(dataset, detections) with { Title = evil };
        var page = EvaluationFiles.Write(folder.File("report"), content);
        var whole = Open(page, folder);
        Assert.Contains("<p id=\"filter\" class=\"filter\">", whole, StringComparison.Ordinal);
        Assert.Equal(content.Pictures.Shown.Count, int.Parse(Shown().Match(whole).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.DoesNotContain("<title>taken", whole, StringComparison.Ordinal);

        // A reader's choice, made by the page's own first option: only pictures with a mistake of that type remain.
        File.WriteAllText(page, File.ReadAllText(page).Replace("<option value=\"Dupe\">", "<option value=\"Dupe\" selected>", StringComparison.Ordinal));
        var filtered = Open(page, folder);
        var expected = content.Pictures.Shown.Count(static p => p.Errors.Errors.Any(static e => e.Type == Evaluation.Errors.ErrorType.Duplicate));
        Assert.InRange(expected, 1, content.Pictures.Shown.Count - 1);
        Assert.Equal(expected, int.Parse(Shown().Match(filtered).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    // The document after its script ran.
    private static string Open(string page, TemporaryFolder folder)
    {
        using var browser = Process.Start(new ProcessStartInfo(
            ChromiumFactAttribute.Program!,
            ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={folder.File("browser")}", "--dump-dom", $"file://{page}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var messages = browser.StandardError.ReadToEndAsync();
        var document = browser.StandardOutput.ReadToEnd();
        browser.WaitForExit();
        Assert.True(document.Length > 0, messages.Result);
        return document;
    }

    [GeneratedRegex("<b id=\"shown\">(\\d+)</b>")]
    private static partial Regex Shown();
}
