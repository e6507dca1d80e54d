using System.Text.Json.Nodes;

namespace Gannet.Cli.Tests.Scenarios;

// Several processes share the work of one command.
public sealed partial class ProcessTests
{
    [WorldFact]
    public async Task Two_processes_train_and_score_what_one_does_and_write_the_same_files()
    {
        using var folder = new TemporaryFolder();
        var run = folder.File("run");
        await Share([.. TrainedRun.Arguments(trained.Data, run), "--sync-norm"]);
        Assert.Equal(FilesOf(trained.Out), FilesOf(run));
        var (one, two) = (Losses(trained.Out), Losses(run));
        Assert.Equal(3, two.Count);
        // Sums in another order, three steps long.
        Assert.All(one.Zip(two), static pair => Assert.Equal(pair.First, pair.Second, 1e-3 * pair.First));

        string[] evaluate = ["evaluate", "--model", trained.Model, "--data", trained.Data, "--split", "all"];
        await SameFile([.. evaluate, "--save-detections"], folder);
        await SameFile([.. evaluate, "--json"], folder);
        await SameFile(["detect", Path.Combine(trained.Data, "images", "val"), "--model", trained.Model, "--score", "0.01", "--json"], folder);
    }

    // The rules time a part of the batch in each process, and the schedule goes by the first one's clock.
    [WorldFact]
    public async Task Two_processes_choose_one_recipe_and_keep_to_the_minutes()
    {
        using var folder = new TemporaryFolder();
        var run = folder.File("run");
        using var process = Start(["train", "--data", trained.Data, "--minutes", "0.3", "--out", run, "--processes", "2", "--timeout", "120"]);
        var error = await process.StandardError.ReadToEndAsync();
        Assert.True(await End(process) == 0, error);
        Assert.Equal(1, error.Split("  schedule: 0.3 minutes").Length - 1);
        Assert.Contains("batch_size: 2", File.ReadAllText(Path.Combine(run, "options.yaml")), StringComparison.Ordinal);
        Assert.Matches(@"Trained (\d+) steps", error);
        Assert.All(Losses(run), static loss => Assert.True(double.IsFinite(loss)));
        Assert.Equal(Enumerable.Range(1, Losses(run).Count), Steps(run));
    }

    [WorldFact]
    public async Task A_process_that_is_killed_ends_all_and_is_named()
    {
        using var folder = new TemporaryFolder();
        using var process = Start([.. TrainedRun.Arguments(trained.Data, folder.Path, "--max-steps", "30", "--timeout", "60"), "--processes", "2"]);
        await WaitForLine(process, "step 1/30");
        Assert.Equal(0, Kill(ChildWith(process.Id, "RANK=1"), SignalKill));
        var error = await process.StandardError.ReadToEndAsync();
        Assert.Equal(1, await End(process));
        Assert.Contains("gannet: process 1 ended with 137 (signal 9), so the others ended, too.", error, StringComparison.Ordinal);
    }

    private static int ChildWith(int parent, string variable) =>
        Directory.GetDirectories($"/proc/{parent}/task").SelectMany(static task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse).Single(child => File.ReadAllText($"/proc/{child}/environ").Split('\0').Contains(variable));

    // The last argument is an option that takes the file.
    private static async Task SameFile(string[] arguments, TemporaryFolder folder)
    {
        var (one, two) = (folder.File("one.json"), folder.File("two.json"));
        var alone = await CommandRun.Of([.. arguments, one]);
        Assert.True(alone.Code == 0, alone.Error);
        var output = await Share([.. arguments, two]);
        Assert.Equal(alone.Output, output);
        Assert.Equal(File.ReadAllText(one), File.ReadAllText(two));
        Assert.True(new FileInfo(one).Length > 200, "too little was found to compare");
    }

    private static async Task<string> Share(string[] arguments)
    {
        using var process = Start([.. arguments, "--processes", "2"]);
        using var limit = new CancellationTokenSource(s_patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }

    private static IEnumerable<string> FilesOf(string run) =>
        Directory.GetFiles(run, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(run, path)).Where(static path => !path.StartsWith("events", StringComparison.Ordinal)).Order();

    private static List<double> Losses(string run) => [.. StepRows(run).Select(static row => (double)row["loss"]!)];

    private static List<int> Steps(string run) => [.. StepRows(run).Select(static row => (int)row["step"]!)];

    private static IEnumerable<JsonNode> StepRows(string run) =>
        File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(static line => JsonNode.Parse(line)!).Where(static row => row["losses"] is not null);
}
