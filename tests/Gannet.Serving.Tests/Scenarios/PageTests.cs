using Gannet.Imaging.Headers;
using Gannet.Testing.Browser;
using Microsoft.Playwright;

namespace Gannet.Serving.Tests.Scenarios;

/// <summary>The page at <c>/</c>, in a browser.</summary>
public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Markup = "<img src=x onerror=alert(1)>";

    private static readonly byte[] s_picture = TestService.Picture(400, 300);

    [ChromiumFact]
    public async Task A_picture_is_chosen_and_its_objects_are_listed()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var shown = await chromium.OpenAsync($"{service.Address}");
        var page = shown.Page;

        await Choose(page, "it's a photo.png");

        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");
        Assert.Equal(["cell", Markup], await page.Locator("#objects span:nth-child(2)").AllTextContentsAsync());
        Assert.Contains("detected in", await page.Locator("#timing").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("\"bbox\": [", await page.Locator("#json").TextContentAsync(), StringComparison.Ordinal);
        var line = (await page.Locator("#curl").TextContentAsync())!;
        Assert.Equal($"curl --data-binary @'it'\\''s a photo.png' '{service.Address}v1/detect?score=0.5'", line);
        Assert.Equal((400, 300), (await page.EvaluateAsync<int>("() => document.getElementById('canvas').width"), await page.EvaluateAsync<int>("() => document.getElementById('canvas').height")));
        await Screenshot(page, "wide-light");
        Assert.Empty(shown.Faults);
    }

    [ChromiumFact]
    public async Task The_slider_and_the_classes_choose_without_asking_again()
    {
        var model = new FakeModel();
        await using var service = await TestService.StartAsync(model);
        var page = (await chromium.OpenAsync($"{service.Address}")).Page;
        await Choose(page);
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");

        await page.Locator("#score").FillAsync("0.1");
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("3 objects");
        await page.Locator("#score").FillAsync("0.7");
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("1 object");
        await page.Locator("#score").FillAsync("0.1");
        await page.GetByLabel("cell").UncheckAsync();
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("1 object");
        Assert.Equal([Markup], await page.Locator("#objects span:nth-child(2)").AllTextContentsAsync());
        Assert.DoesNotContain("\"cell\",\n      \"bbox\"", await page.Locator("#json").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("cell").CheckAsync();
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("3 objects");
        Assert.Single(model.Batches);
    }

    // The boxes are pixels: where one is, the picture changes.
    [ChromiumFact]
    public async Task Boxes_are_drawn_where_they_are()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var page = (await chromium.OpenAsync($"{service.Address}")).Page;
        await Choose(page);
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");

        // The second box is (100, 75, 400, 300) in the colour of class 1; its left edge is drawn at x = 100.
        Assert.Equal("86,180,233", await page.EvaluateAsync<string>("() => [...document.getElementById('canvas').getContext('2d').getImageData(100, 200, 1, 1).data].slice(0, 3).join()"));
        await page.Locator("#score").FillAsync("0.95");
        Assert.NotEqual("86,180,233", await page.EvaluateAsync<string>("() => [...document.getElementById('canvas').getContext('2d').getImageData(100, 200, 1, 1).data].slice(0, 3).join()"));
    }

    [ChromiumFact]
    public async Task Everything_works_by_keyboard()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var page = (await chromium.OpenAsync($"{service.Address}")).Page;
        await page.Locator("#served").And(page.GetByText("fake")).WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("choose", await Focused(page));
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Enter"));
        await chooser.SetFilesAsync(new FilePayload { Name = "a.png", MimeType = "image/png", Buffer = s_picture });
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");

        var order = new List<string>();
        for (var k = 0; k < 12; k++)
        {
            await page.Keyboard.PressAsync("Tab");
            order.Add(await Focused(page));
        }

        Assert.Equal(["camera", "score", "INPUT", "INPUT", "BUTTON", "BUTTON", "SUMMARY"], order.Take(7));
        Assert.Contains("curl", order);
        await page.Locator("#score").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("0 objects");
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("3 objects");
        await page.GetByLabel("cell").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("1 object");
    }

    [ChromiumFact]
    public async Task A_picture_can_be_pasted_and_dropped()
    {
        var model = new FakeModel();
        await using var service = await TestService.StartAsync(model);
        var shown = await chromium.OpenAsync($"{service.Address}");
        var page = shown.Page;
        var bytes = s_picture.Select(static b => (int)b).ToArray();
        const string Transfer = "const transfer = new DataTransfer(); transfer.items.add(new File([new Uint8Array(bytes)], 'x.png', { type: 'image/png' }));";

        await page.EvaluateAsync($"bytes => {{ {Transfer} document.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: transfer, bubbles: true, cancelable: true }})); }}", bytes);
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");
        await page.EvaluateAsync($"bytes => {{ {Transfer} document.dispatchEvent(new DragEvent('drop', {{ dataTransfer: transfer, bubbles: true, cancelable: true }})); }}", bytes);
        await Eventually.Of(() => model.Batches.Count == 2);
        Assert.Empty(shown.Faults);
    }

    [ChromiumFact]
    public async Task The_camera_is_followed_until_it_is_stopped()
    {
        var model = new FakeModel();
        await using var service = await TestService.StartAsync(model);
        var shown = await chromium.OpenAsync($"{service.Address}");
        var page = shown.Page;

        await page.Locator("#camera").ClickAsync();
        await Eventually.Of(() => model.Batches.Count > 3);
        await Assertions.Expect(page.Locator("#camera")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("#camera").ClickAsync();

        await Assertions.Expect(page.Locator("#camera")).ToHaveTextAsync("Camera");
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");
        var count = model.Batches.Count;
        await Task.Delay(500);
        Assert.InRange(model.Batches.Count, count, count + 1);
        Assert.Empty(shown.Faults);
    }

    [ChromiumFact]
    public async Task A_key_is_asked_for_and_used()
    {
        await using var service = await TestService.StartAsync(new FakeModel(), static options => options.ApiKeys.Add("secret"));
        var page = (await chromium.OpenAsync($"{service.Address}")).Page;
        await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("wants a key");

        await page.Locator("#key").FillAsync("secret");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#key-form")).ToBeHiddenAsync();
        await Choose(page);

        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");
        var line = (await page.Locator("#curl").TextContentAsync())!;
        Assert.Contains("Bearer $KEY", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task What_cannot_be_looked_at_is_said()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var page = (await chromium.OpenAsync($"{service.Address}")).Page;

        await Choose(page, content: "no picture"u8.ToArray());

        await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("not a picture");
        await Assertions.Expect(page.Locator("#results")).ToBeHiddenAsync();
        await Choose(page);
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");
    }

    [ChromiumFact]
    public async Task A_picture_that_only_the_service_reads_has_its_boxes()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        var page = (await chromium.OpenAsync($"{service.Address}")).Page;

        await Choose(page, "a.tif", TestService.Picture(200, 100, ImageFormat.Tiff));

        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");
        Assert.Equal(200, await page.EvaluateAsync<int>("() => document.getElementById('canvas').width"));
    }

    [ChromiumFact]
    public async Task Nothing_is_loaded_from_elsewhere_and_markup_stays_text()
    {
        await using var service = await TestService.StartAsync(new FakeModel { HasMasks = true });
        var shown = await chromium.OpenAsync($"{service.Address}");
        var page = shown.Page;
        await Choose(page, $"{Markup}.png");
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");

        await shown.AssertSoundAsync();
        Assert.Equal(0, await page.Locator("img").CountAsync());
        using var answer = await service.Client.GetAsync("/");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);

        // Markup that slipped in could not run.
        await page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = 'window.slipped = true'; document.body.append(s); }");
        Assert.True(await page.EvaluateAsync<bool>("() => window.slipped === undefined"));
        Assert.All(shown.Faults, static text => Assert.Contains("Content Security Policy", text, StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task Several_models_can_be_chosen()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["a", "b"]) File.WriteAllText(folder.File($"{name}.safetensors"), name);
        await using var service = await TestService.StartAsync(options =>
        {
            options.ModelFolder = folder.Path;
            options.LoadModel = static file => new FakeModel { Score = file.Name == "a" ? 0.9f : 0.4f };
        });
        var page = (await chromium.OpenAsync($"{service.Address}")).Page;
        await page.Locator("#model").WaitForAsync();
        await Choose(page);
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");

        await page.Locator("#model").SelectOptionAsync("b");

        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("1 object");
        await Assertions.Expect(page.Locator("#curl")).ToContainTextAsync("model=b");
    }

    [ChromiumFact]
    public async Task At_400_pixels_nothing_is_cut_off()
    {
        await using var service = await TestService.StartAsync(new FakeModel { HasMasks = true });
        foreach (var (width, scheme, name) in ((int, ColorScheme, string)[])[(400, ColorScheme.Light, "narrow-light"), (400, ColorScheme.Dark, "narrow-dark"), (1280, ColorScheme.Dark, "wide-dark")])
        {
            var shown = await chromium.OpenAsync($"{service.Address}", width, isDark: scheme == ColorScheme.Dark);
            var page = shown.Page;
            await Screenshot(page, $"{name}-empty");
            await Choose(page);
            await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2 objects");

            await shown.AssertSoundAsync();
            Assert.True(await page.EvaluateAsync<bool>(
                "() => [...document.querySelectorAll('button, select, input:not([hidden])')].every(e => { const r = e.getBoundingClientRect(); return r.width === 0 || r.left >= 0 && r.right <= innerWidth + 1; })"), name);
            var background = await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
            Assert.Equal(scheme == ColorScheme.Dark ? "rgb(20, 24, 31)" : "rgb(255, 255, 255)", background);
            await Screenshot(page, name);
        }
    }

    private static Task Choose(IPage page, string name = "photo.png", byte[]? content = null) =>
        page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "image/png", Buffer = content ?? s_picture });

    private static Task<string> Focused(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.tagName");

    // For a person to look at; the folder is named by whoever wants them.
    private static async Task Screenshot(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("GANNET_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
