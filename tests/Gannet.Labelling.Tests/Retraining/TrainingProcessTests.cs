using System.Net;

namespace Gannet.Labelling.Tests.Retraining;

public class TrainingProcessTests
{
    [LinuxFact]
    public async Task A_training_runs_beside_the_page_and_its_model_suggests_when_it_is_done()
    {
        using var tools = new TemporaryFolder();
        await using var page = await LabelPage.StartAsync(change: options => options with
        {
            Program = FakeTrainer.That(tools.Path),
            OpenModel = static path => File.ReadAllText(path) == "model\n" ? new MadeModel(static _ => []) : throw new InvalidDataException("no model"),
        });
        await page.SaveAsync(0, LabelPage.Box("pad", 10, 10, 40, 40));
        var (status, started) = await page.SendAsync(HttpMethod.Post, "/api/train", new { minutes = 2 });
        Assert.Equal((HttpStatusCode.OK, "running"), (status, (string)started!["training"]!["phase"]!));
        Assert.Equal(HttpStatusCode.Conflict, (await page.SendAsync(HttpMethod.Post, "/api/train", new { minutes = 2 })).Status);
        await page.UntilAsync(static s => (int)s["training"]!["step"]! == 1);
        FakeTrainer.Finish(tools.Path);
        await page.UntilAsync(static s => (string?)s["model"]!["name"] == "0001/model.safetensors");
        var training = (await page.GetAsync("/api/status"))["training"]!;
        Assert.Equal(("done", 7, 1.25, 0.5), ((string)training["phase"]!, (int)training["step"]!, (double)training["loss"]!, (double)training["ap"]!));

        // The next one starts from that model, and a restarted page finds the newest.
        await page.SendAsync(HttpMethod.Post, "/api/train", new { minutes = 0.5 });
        await page.UntilAsync(static s => (string?)s["model"]!["name"] == "0002/model.safetensors");
        Assert.EndsWith("0001/model.safetensors", File.ReadAllText(tools.File("weights")).Trim(), StringComparison.Ordinal);
        await page.RestartAsync(static options => options with { OpenModel = static _ => new MadeModel(static _ => []) });
        await page.UntilAsync(static s => (string?)s["model"]!["name"] == "0002/model.safetensors");
    }

    [LinuxFact]
    public async Task Stop_lets_it_write_its_checkpoint()
    {
        using var tools = new TemporaryFolder();
        await using var page = await LabelPage.StartAsync(change: options => options with { Program = FakeTrainer.That(tools.Path), OpenModel = static _ => new MadeModel(static _ => []) });
        await page.SaveAsync(0, LabelPage.Box("pad", 10, 10, 40, 40));
        await page.SendAsync(HttpMethod.Post, "/api/train", new { minutes = 2 });
        await page.UntilAsync(static s => (int)s["training"]!["step"]! == 1);
        Assert.Equal(HttpStatusCode.OK, (await page.SendAsync(HttpMethod.Post, "/api/train/stop", new { })).Status);
        await page.UntilAsync(static s => (string)s["training"]!["phase"]! == "stopped");
        Assert.True(File.Exists(Path.Combine(page.Runs, "0001", "stopped")));
        await page.UntilAsync(static s => s["model"]!["name"] is not null);
    }

    [LinuxFact]
    public async Task The_end_of_the_page_stops_it_too()
    {
        using var tools = new TemporaryFolder();
        await using var page = await LabelPage.StartAsync(change: options => options with { Program = FakeTrainer.That(tools.Path) });
        await page.SaveAsync(0, LabelPage.Box("pad", 10, 10, 40, 40));
        await page.SendAsync(HttpMethod.Post, "/api/train", new { minutes = 2 });
        await page.UntilAsync(static s => (int)s["training"]!["step"]! == 1);
        await page.RestartAsync();
        Assert.True(File.Exists(Path.Combine(page.Runs, "0001", "stopped")));
    }

    [LinuxFact]
    public async Task A_failure_says_what_the_program_said()
    {
        using var tools = new TemporaryFolder();
        await using var page = await LabelPage.StartAsync(change: options => options with { Program = FakeTrainer.That(tools.Path, fails: true) });
        var (status, problem) = await page.SendAsync(HttpMethod.Post, "/api/train", new { minutes = 2 });
        Assert.Equal((HttpStatusCode.Conflict, "There is nothing to learn from yet: draw some boxes first."), (status, (string)problem!["detail"]!));
        await page.SaveAsync(0, LabelPage.Box("pad", 10, 10, 40, 40));
        await page.SendAsync(HttpMethod.Post, "/api/train", new { minutes = 2 });
        await page.UntilAsync(static s => (string)s["training"]!["phase"]! == "failed");
        Assert.Equal("gannet: there is no room on the disk.", (string)(await page.GetAsync("/api/status"))["training"]!["message"]!);
    }

    [Fact]
    public async Task A_page_without_the_program_does_not_train()
    {
        await using var page = await LabelPage.StartAsync();
        Assert.False((bool)(await page.GetAsync("/api/project"))["canTrain"]!);
        await page.SaveAsync(0, LabelPage.Box("pad", 10, 10, 40, 40));
        Assert.Equal(HttpStatusCode.Conflict, (await page.SendAsync(HttpMethod.Post, "/api/train", new { minutes = 2 })).Status);
        foreach (var minutes in (object[])[0, -1, 1e9, "5"])
            Assert.Equal(HttpStatusCode.BadRequest, (await page.SendAsync(HttpMethod.Post, "/api/train", new { minutes })).Status);
    }
}
