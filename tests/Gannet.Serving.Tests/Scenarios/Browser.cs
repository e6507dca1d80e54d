using Gannet.Testing.Browser;
using Microsoft.Playwright;

namespace Gannet.Serving.Tests.Scenarios;

/// <summary>One chromium for all browser tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly Chromium _chromium = new();

    /// <summary>Opens a page and collects what its console complains about.</summary>
    /// <param name="width">Width of the window.</param>
    /// <param name="scheme">Light or dark.</param>
    public async Task<(IPage Page, List<string> Complaints)> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await _chromium.NewPageAsync(width, isDark: scheme == ColorScheme.Dark);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        return (page, complaints);
    }

    public Task InitializeAsync() => _chromium.InitializeAsync();

    public Task DisposeAsync() => _chromium.DisposeAsync();
}
