using System.Net;
using static Gannet.Labelling.Tests.MadeModel;

namespace Gannet.Labelling.Tests.Http;

public class ModelRoutesTests
{
    private static Func<LabellingOptions, LabellingOptions> With(MadeModel model) => options => options with { Model = "made.safetensors", OpenModel = _ => model };

    [Fact]
    public async Task Suggestions_are_what_the_model_sees_and_nobody_has_labelled()
    {
        var model = new MadeModel(static _ => [Found("pin", 0.9f, 10, 10, 40, 40), Found("pad", 0.8f, 12, 10, 40, 40), Found("pin", 0.3f, 100, 50, 120, 70)]);
        await using var page = await LabelPage.StartAsync(change: With(model));
        await page.UntilAsync(static status => (int)status["model"]!["seen"]! == 3);
        Assert.Equal(["pin", "pad"], await Classes(page, "0.5"));
        Assert.Equal(["pin", "pad", "pin"], await Classes(page, "0.05"));
        await page.SaveAsync(0, LabelPage.Box("pin", 12, 12, 40, 40));
        Assert.Equal(["pad"], await Classes(page, "0.5"));
        using var wrong = await page.Client.GetAsync(page.Url + "/api/pictures/0/suggestions?score=2");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        await page.DisposeAsync();
        Assert.Single(model.Threads);
    }

    [Fact]
    public async Task Without_a_model_there_are_no_suggestions_and_a_broken_one_is_named()
    {
        await using var page = await LabelPage.StartAsync();
        Assert.Empty(await Classes(page, "0.05"));
        await page.RestartAsync(static options => options with { Model = "broken.safetensors", OpenModel = static path => throw new InvalidDataException($"{path}: no model") });
        await page.UntilAsync(static status => status["model"]!["fault"] is not null);
        Assert.Equal("broken.safetensors: no model", (string)(await page.GetAsync("/api/status"))["model"]!["fault"]!);
        Assert.Contains(page.Reports, static line => line.Contains("no model", StringComparison.Ordinal));
        Assert.Empty(await Classes(page, "0.05"));
    }

    [Fact]
    public async Task The_uncertain_picture_comes_first_and_labelled_ones_do_not_come()
    {
        var model = new MadeModel(static picture => picture.Pixels[0] == 70 ? [Found("pin", 0.5f, 10, 10, 40, 40)] : [Found("pin", 0.99f, 10, 10, 40, 40)]);
        await using var page = await LabelPage.StartAsync(4, With(model));
        await page.UntilAsync(static status => (int)status["model"]!["seen"]! == 4);
        var order = (await page.GetAsync("/api/order"))["pictures"]!.AsArray().Select(static p => (int)p!).ToList();
        Assert.Equal((1, 4), (order[0], order.Count));
        await page.SaveAsync(1);
        Assert.DoesNotContain(1, (await page.GetAsync("/api/order"))["pictures"]!.AsArray().Select(static p => (int)p!));
    }

    [Fact]
    public async Task Doubts_point_to_labels_that_the_model_contradicts()
    {
        var model = new MadeModel(static _ => [Found("pin", 0.9f, 10, 10, 40, 40), Found("pin", 0.9f, 100, 50, 120, 70)]);
        await using var page = await LabelPage.StartAsync(change: With(model));
        object[] right = [LabelPage.Box("pin", 10, 10, 40, 40), LabelPage.Box("pin", 100, 50, 120, 70)];
        await page.SaveAsync(0, right);
        await page.SaveAsync(1, right);
        await page.SaveAsync(2, LabelPage.Box("pin", 10, 10, 40, 40), LabelPage.Box("pad", 100, 50, 120, 70));
        await page.UntilAsync(static status => (int)status["model"]!["seen"]! == 3);
        var doubts = await page.GetAsync("/api/doubts");
        var first = doubts["doubts"]![0]!;
        Assert.Equal((2, 1, "WrongClass", "pad, or pin?"), ((int)first["picture"]!, (int)first["box"]!, (string)first["kind"]!, (string)first["says"]!));
        Assert.Equal(100, (double)first["x1"]!);
    }

    private static async Task<string[]> Classes(LabelPage page, string score) =>
        [.. (await page.GetAsync($"/api/pictures/0/suggestions?score={score}"))["boxes"]!.AsArray().Select(static b => (string)b!["class"]!)];
}
