using Gannet.Testing.Browser;

namespace Gannet.Cli.Tests.Scenarios;

/// <summary>The pages of the commands as their readers see them, on a wide and a narrow screen, by day and by night.</summary>
[Collection(TorchTests.Name)]
public sealed class BrowserTests(TrainedRun trained, Chromium chromium) : IClassFixture<Chromium>
{
    [ChromiumFact]
    public async Task Every_page_fits_its_window_and_needs_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var picture = Directory.GetFiles(Path.Combine(trained.Data, "images", "val"), "*.png").Order().First();
        string[][] commands =
        [
            ["evaluate", "--model", trained.Model, "--data", trained.Data, "--split", "val", "--report", folder.File("evaluate")],
            ["data", "stats", "--data", trained.Data, "--preset", "faster-rcnn-resnet18-fpn", "--model", trained.Model, "--report", folder.File("stats")],
            ["explain", picture, "--model", trained.Model, "--score", "0.06", "--steps", "2", "--data", trained.Data, "--out", folder.File("explain")],
        ];
        foreach (var command in commands)
        {
            var run = await CommandRun.Of(command);
            Assert.True(run.Code == 0, run.Error);
        }

        string[] pages = [.. commands.Select(static command => command[^1]), Path.Combine(trained.Out, "report")];
        foreach (var page in pages)
        {
            foreach (var (width, dark) in ((int, bool)[])[(1280, false), (1280, true), (400, false), (400, true)])
            {
                var shown = await chromium.OpenAsync(Path.Combine(page, "index.html"), width, dark);
                await shown.AssertSoundAsync();
                Assert.Equal(dark, await shown.IsDarkAsync());
                Assert.NotEqual("", await shown.Page.Locator("h1").InnerTextAsync());
                await shown.Page.CloseAsync();
            }
        }
    }
}
