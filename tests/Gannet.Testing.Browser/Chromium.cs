using Microsoft.Playwright;
using Xunit;

namespace Gannet.Testing.Browser;

/// <summary>One headless Chromium for a class of tests: <c>IClassFixture&lt;Chromium&gt;</c>.</summary>
public sealed class Chromium : IAsyncLifetime
{
    internal const string Missing = "needs chromium, which is not on the PATH: apt-get install chromium";

    // Most machines of a gate are slow and busy: a test asks for what happens, never for how soon.
    private const float Patience = 120_000;

    // Otherwise Chromium looks for updates and accounts when it starts, which takes seconds where there is no network. The camera shows a test picture.
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Path of the program; null if there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (Program is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = s_arguments, Timeout = Patience });
    }

    /// <summary>An empty page in a window of its own.</summary>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="isDark">Whether the reader prefers dark pages.</param>
    /// <param name="isTouch">Whether the screen can be touched.</param>
    public async Task<IPage> NewPageAsync(int width = 1280, int height = 900, bool isDark = false, bool isTouch = false)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = isTouch,
            Permissions = ["camera"],
        });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>Opens a page in a window of its own, and watches it.</summary>
    /// <param name="address">A URL, or the path of a file.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="isDark">Whether the reader prefers dark pages.</param>
    public async Task<ShownPage> OpenAsync(string address, int width = 1280, bool isDark = false) => await ShownPage.OpenAsync(
        await NewPageAsync(width, isDark: isDark), address.Contains("://", StringComparison.Ordinal) ? address : new Uri(address).AbsoluteUri);

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
