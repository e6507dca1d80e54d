using Microsoft.Playwright;

namespace Gannet.Serving.Tests.Scenarios;

/// <summary>One chromium for all browser tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Opens a page and collects what its console complains about.</summary>
    /// <param name="width">Width of the window.</param>
    /// <param name="scheme">Light or dark.</param>
    public async Task<(IPage Page, List<string> Complaints)> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = BrowserFactAttribute.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        });
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, Permissions = ["camera"] });
        context.SetDefaultTimeout(120_000);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        return (page, complaints);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
