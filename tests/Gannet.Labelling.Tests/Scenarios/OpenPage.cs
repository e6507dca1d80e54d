using Gannet.Testing.Browser;
using Microsoft.Playwright;

namespace Gannet.Labelling.Tests.Scenarios;

/// <summary>The labelling page in a browser window.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private const int Height = 800;

    private readonly ShownPage _shown;

    private OpenPage(ShownPage shown) => _shown = shown;

    public IBrowserContext Context => Page.Context;

    public IPage Page => _shown.Page;

    /// <summary>What went wrong in the page, but for the conflicts (409) that the tests bring about.</summary>
    public IEnumerable<string> Errors => _shown.Faults.Where(static fault => !fault.Contains("409", StringComparison.Ordinal));

    /// <summary>Answers the dialogs that a test expects.</summary>
    public Func<IDialog, Task> AnswerDialog
    {
        set => _shown.AnswerDialog = value;
    }

    public static async Task<OpenPage> OnAsync(Chromium chromium, string url, int width = 1280, bool isTouch = false)
    {
        var open = new OpenPage(await ShownPage.OpenAsync(await chromium.NewPageAsync(width, Height, isTouch: isTouch), $"{url}/"));
        await open.SavedAsync();
        return open;
    }

    public async Task GoAsync(string url)
    {
        await Page.GotoAsync(url);
        await SavedAsync();
    }

    /// <summary>Waits until the picture is open and everything is saved.</summary>
    public Task SavedAsync() => Says("#saved", "saved");

    public Task Says(string selector, string text) => Assertions.Expect(Page.Locator(selector)).ToHaveTextAsync(text, new() { Timeout = 60_000 });

    public Task Shows(string selector, int count) => Assertions.Expect(Page.Locator(selector)).ToHaveCountAsync(count, new() { Timeout = 60_000 });

    /// <summary>Where a pixel of a picture of 160 × 120 is on the screen while all of it is shown.</summary>
    public async Task<(float X, float Y)> PlaceAsync(float x, float y)
    {
        await Page.Locator("#canvas").ScrollIntoViewIfNeededAsync();
        var box = (await Page.Locator("#canvas").BoundingBoxAsync())!;
        var scale = Math.Min((box.Width - 24) / 160, (box.Height - 24) / 120);
        return (box.X + (box.Width - 160 * scale) / 2 + x * scale, box.Y + (box.Height - 120 * scale) / 2 + y * scale);
    }

    public async Task DragAsync(float x1, float y1, float x2, float y2)
    {
        var (from, to) = (await PlaceAsync(x1, y1), await PlaceAsync(x2, y2));
        await Page.Mouse.MoveAsync(from.X, from.Y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync((from.X + to.X) / 2, (from.Y + to.Y) / 2);
        await Page.Mouse.MoveAsync(to.X, to.Y);
        await Page.Mouse.UpAsync();
    }

    public async Task ClickAsync(float x, float y)
    {
        var place = await PlaceAsync(x, y);
        await Page.Mouse.ClickAsync(place.X, place.Y);
    }

    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys) await Page.Keyboard.PressAsync(key);
    }

    public async ValueTask DisposeAsync() => await Context.CloseAsync();
}
