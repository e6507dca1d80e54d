using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Gannet.Cli.Tests.Scenarios;

// SIGKILL at random moments.
public sealed partial class ProcessTests
{
    private const int SignalKill = 9, Kills = 8, MostDelay = 1500;

    // Half of the kills come during steps, half while a file is being written. The average, mosaic and recomputed norms have a state or random
    // numbers of their own.
    [SlowFact]
    public async Task A_training_killed_again_and_again_ends_with_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        await Finish(folder.File("straight"));
        var (random, run) = (new Random(1), folder.File("killed"));
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Start(Arguments(run));
            if (!await TakesStep(process)) break;
            if (kill % 2 == 0) await Task.Delay(random.Next(MostDelay));
            else await IsWriting(process, run);
            _ = Kill(process.Id, SignalKill); // it may have finished
            await End(process);
        }

        await Finish(run);
        foreach (var file in (string[])["model.safetensors", "last.safetensors", "evaluation.json", "options.yaml", "checkpoint/checkpoint.safetensors"])
            Assert.Equal(await File.ReadAllBytesAsync(folder.File($"straight/{file}")), await File.ReadAllBytesAsync(Path.Combine(run, file)));
        Assert.Empty(Unfinished(run));
        Assert.Equal(Enumerable.Range(1, 30), File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(static line => JsonNode.Parse(line)!)
            .Where(static row => row["losses"] is not null).Select(static row => (int)row["step"]!));
    }

    private string[] Arguments(string run) =>
    [
        .. TrainedRun.Arguments(
            trained.Data, run, "--max-steps", "30", "--keep", "2", "--set", "training.ema_decay=0.9", "--set", "training.augmentation.mosaic=0.5",
            "--set", "training.recompute_norms=4"),
        "--resume",
    ];

    private async Task Finish(string run)
    {
        using var process = Start(Arguments(run));
        Assert.Equal(0, await End(process));
    }

    private static async Task<bool> TakesStep(Process process)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("step ", StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static async Task IsWriting(Process process, string run)
    {
        var patience = Stopwatch.StartNew();
        while (!process.HasExited && Unfinished(run).Length == 0 && patience.Elapsed < s_patience) await Task.Delay(1);
    }

    private static string[] Unfinished(string run) => Directory.GetFiles(run, ".*.tmp", SearchOption.AllDirectories);
}
