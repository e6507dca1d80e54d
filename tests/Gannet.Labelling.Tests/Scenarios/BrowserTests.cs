using System.Globalization;
using Gannet.Testing.Browser;
using Microsoft.Playwright;
using static Gannet.Labelling.Tests.MadeModel;

namespace Gannet.Labelling.Tests.Scenarios;

/// <summary>The page as a person uses it.</summary>
public class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static async Task<string[]> BoxesAsync(LabelPage page, int picture = 0) =>
        [.. (await page.GetAsync($"/api/pictures/{picture}/labels"))["boxes"]!.AsArray().Select(static b => $"{b!["class"]} {b["x1"]} {b["y1"]} {b["x2"]} {b["y2"]}")];

    // A screen pixel is a fraction of the picture's: the corners may be one off.
    private static void Near(string expected, string actual)
    {
        var (e, a) = (expected.Split(' '), actual.Split(' '));
        Assert.Equal(e[0], a[0]);
        Assert.All(e.Skip(1).Zip(a.Skip(1)), static pair => Assert.InRange(Number(pair.Second), Number(pair.First) - 1, Number(pair.First) + 1));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [ChromiumTheory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task By_mouse_boxes_are_drawn_moved_resized_classed_deleted_and_brought_back(int width)
    {
        await using var page = await LabelPage.StartAsync();
        await using var open = await OpenPage.OnAsync(chromium, page.Url, width);
        await open.DragAsync(20, 40, 50, 70);
        await open.SavedAsync();
        Near("pin 20 40 50 70", Assert.Single(await BoxesAsync(page)));

        await open.DragAsync(35, 55, 65, 65); // inside the selected box: moves it
        await open.SavedAsync();
        Near("pin 50 50 80 80", Assert.Single(await BoxesAsync(page)));

        await open.DragAsync(80, 80, 100, 90); // its lower right mark
        await open.SavedAsync();
        Near("pin 50 50 100 90", Assert.Single(await BoxesAsync(page)));

        await open.Page.Locator("#classes button.item").Nth(1).ClickAsync();
        await open.SavedAsync();
        Near("pad 50 50 100 90", Assert.Single(await BoxesAsync(page)));

        await open.DragAsync(5, 5, 15, 15);
        await open.Shows("#boxes li", 2);
        await open.ClickAsync(75, 70);
        await open.Page.Locator("#delete").ClickAsync();
        await open.SavedAsync();
        Near("pad 5 5 15 15", Assert.Single(await BoxesAsync(page)));
        await open.Page.Locator("#undo").ClickAsync();
        await open.SavedAsync();
        await open.Shows("#boxes li", 2);
        Assert.Equal(2, (await BoxesAsync(page)).Length);

        await open.Page.ReloadAsync();
        await open.SavedAsync();
        await open.Shows("#boxes li", 2);
        await open.Says("#counts", "1 of 3 labelled");
        Assert.Empty(open.Errors);
        Assert.Equal(width, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [ChromiumTheory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task By_keyboard_everything_can_be_done(int width)
    {
        await using var page = await LabelPage.StartAsync();
        await using var open = await OpenPage.OnAsync(chromium, page.Url, width);
        await open.PressAsync("b"); // a fifth of the picture's height in the middle: 68 to 92, 48 to 72
        await open.SavedAsync();
        Assert.Equal("pin 68 48 92 72", Assert.Single(await BoxesAsync(page)));
        await open.PressAsync("ArrowRight", "Shift+ArrowUp", "Control+ArrowRight", "Control+Shift+ArrowDown", "2");
        await open.SavedAsync();
        Assert.Equal("pad 69 38 94 72", Assert.Single(await BoxesAsync(page)));
        await open.PressAsync("Control+z", "Control+z");
        await open.SavedAsync();
        Assert.Equal("pin 69 38 94 62", Assert.Single(await BoxesAsync(page)));
        await open.PressAsync("Control+y");
        await open.SavedAsync();
        Assert.Equal("pin 69 38 94 72", Assert.Single(await BoxesAsync(page)));
        await open.PressAsync("b", ",", "Delete"); // the other one
        await open.SavedAsync();
        Assert.Equal("pad 68 48 92 72", Assert.Single(await BoxesAsync(page)));

        await open.PressAsync("u");
        await open.Says("#picture-name", "p01.png");
        await open.SavedAsync();
        await open.PressAsync("e");
        await open.SavedAsync();
        await open.Says("#counts", "2 of 3 labelled");
        Assert.True((bool)(await page.GetAsync("/api/pictures/1/labels"))["labelled"]!);
        await open.PressAsync("u");
        await open.Says("#picture-name", "p02.png");
        await open.PressAsync("p", "p");
        await open.Says("#picture-name", "p00.png");
        await open.PressAsync("n");
        await open.Says("#picture-name", "p01.png");
        await open.PressAsync("?");
        await Assertions.Expect(open.Page.Locator("#help")).ToBeVisibleAsync();
        await open.PressAsync("Escape");
        await Assertions.Expect(open.Page.Locator("#help")).ToBeHiddenAsync();
        await open.SavedAsync();
        await open.PressAsync("b");
        await open.SavedAsync();
        Assert.Single(await BoxesAsync(page, 1));
        Assert.Empty(open.Errors);
    }

    [ChromiumFact]
    public async Task By_touch_one_finger_draws_and_two_zoom()
    {
        await using var page = await LabelPage.StartAsync();
        await using var open = await OpenPage.OnAsync(chromium, page.Url, 400, isTouch: true);
        var session = await open.Context.NewCDPSessionAsync(open.Page);
        var (from, to) = (await open.PlaceAsync(20, 40), await open.PlaceAsync(60, 80));
        await Touch("touchStart", from);
        await Touch("touchMove", ((from.X + to.X) / 2, (from.Y + to.Y) / 2));
        await Touch("touchMove", to);
        await Touch("touchEnd");
        await open.SavedAsync();
        Near("pin 20 40 60 80", Assert.Single(await BoxesAsync(page)));

        await Touch("touchStart", (150, from.Y), (250, from.Y));
        await Touch("touchMove", (125, from.Y), (275, from.Y));
        await Touch("touchMove", (100, from.Y), (300, from.Y));
        await Touch("touchEnd");
        await open.SavedAsync();
        Assert.Single(await BoxesAsync(page)); // zooming draws nothing
        Assert.Empty(open.Errors);

        Task Touch(string type, params (float X, float Y)[] points) => session.SendAsync(
            "Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = type, ["touchPoints"] = points.Select(static (p, id) => new { x = p.X, y = p.Y, id }).ToArray() });
    }

    [ChromiumFact]
    public async Task Suggestions_are_accepted_one_by_one_or_all_and_filtered_by_score()
    {
        var model = new MadeModel(static _ => [Found("pin", 0.9f, 10, 10, 40, 40), Found("wheel", 0.8f, 60, 10, 90, 40), Found("pin", 0.3f, 100, 50, 120, 70)]);
        await using var page = await LabelPage.StartAsync(change: options => options with { Model = "m.safetensors", OpenModel = _ => model });
        await using var open = await OpenPage.OnAsync(chromium, page.Url);
        await open.Says("#suggestion-count", "2");
        await open.PressAsync("a");
        await open.SavedAsync();
        Assert.Equal("pin 10 10 40 40", Assert.Single(await BoxesAsync(page)));
        await open.Says("#suggestion-count", "1");
        await open.Page.Locator("#score").FillAsync("20");
        await open.Says("#suggestion-count", "2");
        await open.PressAsync("g", "r");
        await open.Says("#suggestion-count", "1");
        await open.PressAsync("Shift+A");
        await open.Shows("#boxes li", 2);
        await open.SavedAsync();
        Assert.Equal(["pin 10 10 40 40", "wheel 60 10 90 40"], await BoxesAsync(page)); // a class that the data set did not have
        await open.Shows("#classes li", 3);
        await open.PressAsync("Control+z");
        await open.Says("#suggestion-count", "1"); // suggested again; the other one stays hidden
        Assert.Empty(open.Errors);
    }

    [ChromiumFact]
    public async Task A_click_on_a_suggestion_marks_it_and_another_accepts_it()
    {
        var model = new MadeModel(static _ => [Found("pin", 0.9f, 10, 10, 40, 40), Found("pad", 0.8f, 60, 10, 90, 40)]);
        await using var page = await LabelPage.StartAsync(change: options => options with { Model = "m.safetensors", OpenModel = _ => model });
        await using var open = await OpenPage.OnAsync(chromium, page.Url);
        await open.Says("#suggestion-count", "2");
        await open.ClickAsync(75, 25);
        await open.ClickAsync(75, 25);
        await open.Says("#suggestion-count", "1");
        await open.SavedAsync();
        Assert.Equal("pad 60 10 90 40", Assert.Single(await BoxesAsync(page)));
    }

    [ChromiumFact]
    public async Task Two_windows_are_shown_both_versions_and_lose_none()
    {
        await using var page = await LabelPage.StartAsync();
        await using var open = await OpenPage.OnAsync(chromium, page.Url);
        await page.SaveAsync(0, LabelPage.Box("pad", 1, 2, 30, 40)); // the other window
        await open.PressAsync("b");
        await Assertions.Expect(open.Page.Locator("#conflict")).ToBeVisibleAsync();
        await open.Says("#saved", "p00.png: changed elsewhere");
        Assert.Equal("pad 1 2 30 40", Assert.Single(await BoxesAsync(page)));
        await open.Page.Locator("#take-theirs").ClickAsync();
        await open.SavedAsync();
        await open.Shows("#boxes li", 1);

        await open.PressAsync("Control+z"); // ours was not lost
        await open.SavedAsync();
        Assert.Equal("pin 68 48 92 72", Assert.Single(await BoxesAsync(page)));

        await page.SaveAsync(0, LabelPage.Box("pad", 5, 5, 9, 9));
        await open.PressAsync("b");
        await open.Page.Locator("#keep-mine").ClickAsync();
        await open.SavedAsync();
        Assert.Equal(2, (await BoxesAsync(page)).Length);
        Assert.Empty(open.Errors);
    }

    [ChromiumFact]
    public async Task What_cannot_be_saved_is_kept_until_it_can()
    {
        await using var page = await LabelPage.StartAsync();
        await using var open = await OpenPage.OnAsync(chromium, page.Url);
        await open.Page.RouteAsync("**/labels", static route => route.Request.Method == "PUT" ? route.AbortAsync() : route.ContinueAsync());
        await open.PressAsync("b");
        await open.Says("#saved", "p00.png: not saved: the program does not answer");
        open.AnswerDialog = static dialog => dialog.AcceptAsync();
        await open.Page.ReloadAsync();
        await open.Page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
        await open.SavedAsync();
        await open.Shows("#boxes li", 1);
        Assert.Single(await BoxesAsync(page));
    }

    [ChromiumFact]
    public async Task Names_with_markup_run_nothing()
    {
        const string Evil = "<img src=x onerror=\"document.title='taken'\">";
        await using var page = await LabelPage.StartAsync(change: static options => options with { Name = Evil }, editing: new() { Classes = [Evil] });
        await using var open = await OpenPage.OnAsync(chromium, page.Url);
        await open.PressAsync("b");
        await open.SavedAsync();
        await open.Page.Locator("#class-name").FillAsync("</script><script>document.title='taken'</script>");
        await open.Page.Locator("#class-form button").ClickAsync();
        await open.Shows("#classes li", 2);
        await open.Page.Locator("#classes .rename").First.ClickAsync();
        await open.Page.Locator("#classes input").FillAsync("<svg onload=alert(1)>");
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Says("#boxes li .text", "1  <svg onload=alert(1)>");
        Assert.Equal(0, await open.Page.Locator("main img, main svg, main script").CountAsync());
        Assert.DoesNotContain("taken", (await open.Page.TitleAsync()).Replace(Evil, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal($"{Evil}", await open.Page.Locator("#name").TextContentAsync());
        Assert.Empty(open.Errors);
    }

    [ChromiumFact]
    public async Task A_doubt_leads_to_its_label()
    {
        var model = new MadeModel(static _ => [Found("pin", 0.9f, 10, 10, 40, 40), Found("pin", 0.9f, 100, 50, 120, 70)]);
        await using var page = await LabelPage.StartAsync(change: options => options with { Model = "m.safetensors", OpenModel = _ => model });
        object[] right = [LabelPage.Box("pin", 10, 10, 40, 40), LabelPage.Box("pin", 100, 50, 120, 70)];
        await page.SaveAsync(0, right);
        await page.SaveAsync(1, right);
        await page.SaveAsync(2, LabelPage.Box("pin", 10, 10, 40, 40), LabelPage.Box("pad", 100, 50, 120, 70));
        await page.UntilAsync(static status => (int)status["model"]!["seen"]! == 3);
        await using var open = await OpenPage.OnAsync(chromium, page.Url);
        await open.Page.Locator("#doubts-panel summary").ClickAsync();
        await open.Page.Locator("#doubts button").First.ClickAsync();
        await open.Says("#picture-name", "p02.png");
        await open.Says("#boxes li.current .text", "2  pad");
        await open.PressAsync("1");
        await open.SavedAsync();
        Assert.Equal("pin 100 50 120 70", (await BoxesAsync(page, 2))[1]);
        Assert.Empty(open.Errors);
    }
}
