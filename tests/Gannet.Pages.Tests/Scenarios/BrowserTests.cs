using System.Globalization;
using Gannet.Evaluation.Errors;
using Gannet.Pages.DataSets;
using Gannet.Pages.Evaluations;
using Gannet.Pages.Tests.DataSets;
using Gannet.Pages.Tests.Evaluations;
using Gannet.Testing.Browser;
using Microsoft.Playwright;

namespace Gannet.Pages.Tests.Scenarios;

/// <summary>The pages as their readers see them.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    // A picture of one point.
    private const string Point = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    private const string Taken = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";

    [ChromiumFact]
    public async Task A_reader_filters_the_worst_pictures()
    {
        using var folder = new TemporaryFolder();
        var (dataset, detections) = MadeContent.Random(30, p => folder.File($"{p}.png"), "a", "b");
        var content = MadeContent.Of(dataset, detections);
        var shown = await chromium.OpenAsync(EvaluationFiles.Write(folder.File("report"), content));
        var page = shown.Page;
        var (all, count) = (content.Pictures.Shown, page.Locator("#shown"));
        Assert.Equal(all.Count, await NumberAsync(count));

        await page.Locator("#type").SelectOptionAsync("Dupe");
        var duplicates = all.Count(static p => p.Errors.Errors.Any(static e => e.Type == ErrorType.Duplicate));
        Assert.InRange(duplicates, 1, all.Count - 1);
        Assert.Equal(duplicates, await NumberAsync(count));
        Assert.Equal(duplicates, await page.Locator(".worst:visible").CountAsync());
        Assert.Equal(0, await page.Locator(".worst:visible li:not(.off):not([data-type=Dupe])").CountAsync());

        await page.Locator("#type").SelectOptionAsync("");
        await page.Locator("#class").SelectOptionAsync(new SelectOptionValue { Label = "b" });
        var ofSecond = await page.Locator(".worst:visible li:not(.off)").EvaluateAllAsync<string[]>("items => items.map(i => i.dataset.classes)");
        Assert.NotEmpty(ofSecond);
        Assert.All(ofSecond, static classes => Assert.Contains("1", classes.Split(' ')));

        // By keyboard: back to all classes.
        await page.Locator("#class").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        Assert.Equal(all.Count, await NumberAsync(count));
        await shown.AssertSoundAsync();

        static async Task<int> NumberAsync(ILocator number) => int.Parse(await number.InnerTextAsync(), CultureInfo.InvariantCulture);
    }

    [ChromiumTheory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(400, false)]
    [InlineData(400, true)]
    public async Task Pages_fit_their_window_and_hostile_names_run_nothing(int width, bool dark)
    {
        using var folder = new TemporaryFolder();
        var (dataset, detections) = MadeContent.Random(30, p => folder.File($"{p}.png"), MadeContent.Evil + Taken, "a name without any place to break it in a table of classes");
        var report = Reports.Full();
        string[] pages =
        [
            EvaluationFiles.Write(folder.File("report"), MadeContent.Of(dataset, detections) with { Title = MadeContent.Evil + Taken }),
            DataPage.Compose(report with { Doubts = report.Doubts! with { Pictures = [Convert.FromBase64String(Point)] } }).Write(folder.File("data")),
        ];
        foreach (var path in pages)
        {
            var shown = await chromium.OpenAsync(path, width, dark);
            await shown.AssertSoundAsync();
            Assert.Equal(dark, await shown.IsDarkAsync());
            Assert.NotEqual("taken", await shown.Page.TitleAsync());
        }
    }
}
