using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Gannet.Cli.Tests.Scenarios;

// SIGKILL at random moments.
public sealed partial class ProcessTests
{
    private const int SignalKill = 9, Kills = 6, MostDelay = 4000, MostWrites = 4;

    // Half of the kills come at any time, half while a file is being written. The average, mosaic and recomputed norms have a state or random
    // numbers of their own.
    [SlowFact]
    public async Task A_training_killed_again_and_again_ends_with_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        await Finish(folder.File("straight"));
        var (random, run) = (new Random(1), folder.File("killed"));
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = Starts(run);
            using var process = Start(Arguments(run));
            await Until(process, () => Starts(run) > before);
            if (kill % 2 == 0) await Task.Delay(random.Next(MostDelay));
            else for (var write = random.Next(MostWrites); write >= 0; write--) await NextWrite(process, run);
            _ = Kill(process.Id, SignalKill); // it may have finished
            await End(process);
        }

        await Finish(run);
        foreach (var file in (string[])["model.safetensors", "last.safetensors", "evaluation.json", "options.yaml", "checkpoint/checkpoint.safetensors"])
            Assert.Equal(await File.ReadAllBytesAsync(folder.File($"straight/{file}")), await File.ReadAllBytesAsync(Path.Combine(run, file)));
        Assert.Empty(Unfinished(run));
        Assert.Equal(Enumerable.Range(1, 15), File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(static line => JsonNode.Parse(line)!)
            .Where(static row => row["losses"] is not null).Select(static row => (int)row["step"]!));
    }

    private string[] Arguments(string run) =>
    [
        .. TrainedRun.Arguments(
            trained.Data, run, "--max-steps", "15", "--keep", "2", "--set", "training.ema_decay=0.9", "--set", "training.augmentation.mosaic=0.5",
            "--set", "training.recompute_norms=4"),
        "--resume",
    ];

    private async Task Finish(string run)
    {
        using var process = Start(Arguments(run));
        Assert.Equal(0, await End(process));
    }

    // Every start of a training adds an event file.
    private static int Starts(string run) => Directory.Exists(Path.Combine(run, "events")) ? Directory.GetFiles(Path.Combine(run, "events")).Length : 0;

    private static async Task NextWrite(Process process, string run)
    {
        var known = Unfinished(run);
        await Until(process, () => Unfinished(run).Except(known).Any());
    }

    private static async Task Until(Process process, Func<bool> isSo)
    {
        var patience = Stopwatch.StartNew();
        while (!isSo() && !process.HasExited && patience.Elapsed < s_patience) await Task.Delay(1);
    }

    private static string[] Unfinished(string run) => [.. new[] { run, Path.Combine(run, "checkpoint") }.Where(Directory.Exists)
        .SelectMany(static folder => Directory.GetFiles(folder, ".*.tmp"))];
}
