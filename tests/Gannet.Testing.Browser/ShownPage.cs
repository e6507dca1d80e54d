using Microsoft.Playwright;
using Xunit;

namespace Gannet.Testing.Browser;

/// <summary>A page that a browser shows, with what went wrong while it did.</summary>
public sealed class ShownPage(IPage page)
{
    /// <summary>The page, to click in.</summary>
    public IPage Page { get; } = page;

    /// <summary>What the browser asked for beside the page itself and files in the page's folder or below.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors on the console, exceptions of scripts, and dialogs.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Answers a dialog that a test expects; without it, a dialog is a fault and dismissed.</summary>
    public Func<IDialog, Task>? AnswerDialog { get; set; }

    /// <summary>Opens an address in an empty page, and watches it.</summary>
    /// <param name="page">The page, from <see cref="Chromium.NewPageAsync"/>.</param>
    /// <param name="address">Its URL.</param>
    public static async Task<ShownPage> OpenAsync(IPage page, string address)
    {
        var (shown, folder) = (new ShownPage(page), address[..(address.LastIndexOf('/') + 1)]);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(folder, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) shown.Requests.Add(request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") shown.Faults.Add(message.Text);
        };
        page.PageError += (_, message) => shown.Faults.Add(message);
        page.Dialog += (_, dialog) =>
        {
            if (shown.AnswerDialog is { } answer)
            {
                _ = answer(dialog);
                return;
            }

            shown.Faults.Add($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        await page.GotoAsync(address);
        return shown;
    }

    /// <summary>Nothing failed or came from elsewhere, every picture is there, and one does not have to scroll sideways to read.</summary>
    public async Task AssertSoundAsync()
    {
        Assert.Empty(Faults);
        Assert.Empty(Requests);
        // Pictures far down the page are loaded when a reader comes near.
        Assert.Empty(await Page.EvaluateAsync<string[]>("""
            Promise.all([...document.images].map(async image => {
              image.loading = 'eager';
              try { await image.decode(); return ''; } catch { return image.alt || image.src.slice(0, 80); }
            })).then(names => names.filter(name => name))
            """));
        // What scrolls by itself (a wide table, say) may be wider than the window; the page may not.
        Assert.Empty(await Page.EvaluateAsync<string[]>("""
            (() => {
              const scrolls = e => e !== document.body && (getComputedStyle(e).overflowX !== 'visible' || (e.parentElement && scrolls(e.parentElement)));
              if (document.documentElement.scrollWidth <= innerWidth) return [];
              const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e.parentElement));
              return [`${document.documentElement.scrollWidth} of ${innerWidth} pixels`, ...wide.slice(0, 5).map(e => e.outerHTML.slice(0, 160))];
            })()
            """));
    }

    /// <summary>Whether the page's ground is dark.</summary>
    public async Task<bool> IsDarkAsync()
    {
        var color = await Page.EvaluateAsync<int[]>("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)");
        return color.Take(3).Sum() < 3 * 128;
    }
}
