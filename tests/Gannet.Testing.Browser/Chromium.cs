using Microsoft.Playwright;
using Xunit;

namespace Gannet.Testing.Browser;

/// <summary>One headless Chromium for a class of tests: <c>IClassFixture&lt;Chromium&gt;</c>.</summary>
public sealed class Chromium : IAsyncLifetime
{
    internal const string Missing = "needs chromium, which is not on the PATH: apt-get install chromium";

    // Without these Chromium looks for updates and accounts when it starts, which takes seconds where there is no network.
    private static readonly string[] s_arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Path of the program; null if there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (Program is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = s_arguments });
    }

    /// <summary>Opens a page in a window of its own.</summary>
    /// <param name="address">A URL, or the path of a file.</param>
    /// <param name="width">Width of the window in pixels; the height is 900.</param>
    /// <param name="dark">Whether the reader prefers dark pages.</param>
    public async Task<ShownPage> OpenAsync(string address, int width = 1280, bool dark = false)
    {
        var page = await _browser!.NewPageAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        return await ShownPage.OpenAsync(page, address.Contains("://", StringComparison.Ordinal) ? address : new Uri(address).AbsoluteUri);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
