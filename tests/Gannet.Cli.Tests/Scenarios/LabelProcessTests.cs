using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gannet.Cli.Tests.Scenarios;

/// <summary>The labelling page of the built program, from the first training to the first suggestion.</summary>
[Collection(TorchTests.Name)]
public sealed partial class LabelProcessTests(TrainedRun trained)
{
    private const int Tries = 3000, Pause = 200;

    [LinuxFact]
    public async Task The_page_trains_with_this_program_and_the_model_suggests()
    {
        using var folder = new TemporaryFolder();
        string[] settings =
        [
            "transform.min_size=64", "transform.max_size=64", "neck.channels=16", "head.width=32", "proposals.after_nms_training=64", "proposals.after_nms=32",
            "training.batch_size=2", "training.max_steps=3",
        ];
        using var process = Start(
            ["--data", trained.Data, "--out", folder.Path, "--preset", "faster-rcnn-resnet18-fpn", .. settings.SelectMany(static s => (string[])["--set", s])]);
        try
        {
            using var client = await ConnectAsync(process);
            using var started = await client.PostAsJsonAsync("/api/train", new { minutes = 5 });
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
            var status = JsonNode.Parse("{}")!;
            for (var k = 0; k < Tries && !(status["model"] is { } model && (int)model["seen"]! == (int)model["pictures"]!); k++)
            {
                await Task.Delay(Pause);
                status = JsonNode.Parse(await client.GetStringAsync("/api/status"))!;
                Assert.True((string)status["training"]!["phase"]! != "failed", status.ToJsonString());
            }

            Assert.Equal(("0001/model.safetensors", 8), ((string)status["model"]!["name"]!, (int)status["model"]!["seen"]!));
            Assert.Equal(3, (int)status["training"]!["step"]!);
            Assert.NotNull(JsonNode.Parse(await client.GetStringAsync("/api/pictures/0/suggestions?score=0"))!["boxes"]);
            Assert.NotEmpty(JsonNode.Parse(await client.GetStringAsync("/api/doubts"))!["doubts"]!.AsArray());
            using var stop = Process.Start("kill", [$"{process.Id}"]);
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string[] arguments) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "gannet.dll"), "label", "--port", "0", "--no-open", .. arguments])
    { RedirectStandardError = true })!;

    // A client that may change labels, as the page may.
    private static async Task<HttpClient> ConnectAsync(Process process)
    {
        var url = "";
        while (url.Length == 0 && await process.StandardError.ReadLineAsync() is { } line) url = Address().Match(line).Value;
        Assert.NotEmpty(url);
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(url) };
        client.DefaultRequestHeaders.Add("X-Gannet-Token", Token().Match(await client.GetStringAsync("/")).Groups[1].Value);
        return client;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("name=\"gannet-token\" content=\"([0-9a-f]+)\"")]
    private static partial Regex Token();
}
