using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Gannet.Cli.Tests.Scenarios;

/// <summary>Runs the built program as a separate process and sends it signals.</summary>
[Collection(TorchTests.Name)]
public sealed partial class ProcessTests(TrainedRun trained)
{
    private const int HangUp = 1, Interrupt = 2;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Ctrl_C_ends_a_training_with_130_and_a_checkpoint_from_which_resume_finishes()
    {
        using var folder = new TemporaryFolder();
        var arguments = TrainedRun.Arguments(trained.Data, folder.Path, "--max-steps", "20", "--set", "training.validate_every=100");
        using (var process = Start(arguments))
        {
            await WaitForLine(process, "step 1/20");
            Assert.Equal(0, Kill(process.Id, Interrupt));
            Assert.Equal(130, await End(process));
        }

        Assert.True(File.Exists(folder.File("checkpoint/checkpoint.safetensors")));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
        var done = Steps();
        Assert.InRange(done.Count, 1, 19);

        using (var process = Start([.. arguments, "--resume"])) Assert.Equal(0, await End(process));
        Assert.Equal(Enumerable.Range(1, 20), Steps());
        Assert.True(File.Exists(folder.File("report/index.html")));

        List<int> Steps() =>
        [
            .. File.ReadLines(folder.File("metrics.jsonl")).Select(static line => JsonNode.Parse(line)!)
                .Where(static row => row["losses"] is not null).Select(static row => (int)row["step"]!),
        ];
    }

    [Fact]
    public async Task A_closed_terminal_leaves_a_checkpoint()
    {
        using var folder = new TemporaryFolder();
        using var process = Start(TrainedRun.Arguments(trained.Data, folder.Path, "--max-steps", "20", "--set", "training.validate_every=100"));
        await WaitForLine(process, "step 1/20");
        Assert.Equal(0, Kill(process.Id, HangUp));
        Assert.Equal(130, await End(process));
        Assert.True(File.Exists(folder.File("checkpoint/checkpoint.safetensors")));
    }

    // "true" ends long before the program has started.
    [LinuxFact]
    public async Task A_pipe_that_nobody_reads_ends_it_quietly()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "gannet.dll");
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "dotnet \"$0\" model presets | true; exit ${PIPESTATUS[0]}", program])
        {
            RedirectStandardError = true,
        })!;
        var error = await process.StandardError.ReadToEndAsync();
        Assert.Equal((141, ""), (await End(process), error));
    }

    [Fact]
    public async Task A_mistake_is_the_exit_code_2_of_the_process_and_one_line()
    {
        using var process = Start(["train", "--data", "no-such-folder", "--out", "x"]);
        var error = await process.StandardError.ReadToEndAsync();
        Assert.Equal(2, await End(process));
        Assert.Equal("gannet: no-such-folder: there is no such file or folder.\n", error);
    }

    // A shell that starts tests in the background makes its children ignore SIGINT; env restores the default.
    private static Process Start(string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "gannet.dll");
        var start = new ProcessStartInfo("env", ["--default-signal=INT,HUP", "dotnet", program, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            // At this size a second thread is no faster, and on a busy machine the two wait for each other.
            Environment = { ["OMP_NUM_THREADS"] = "1" },
        };
        return Process.Start(start)!;
    }

    private static async Task WaitForLine(Process process, string words)
    {
        using var limit = new CancellationTokenSource(s_patience);
        var seen = new List<string>();
        while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            seen.Add(line);
            if (line.StartsWith(words, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"'{words}' was not said:\n{string.Join('\n', seen)}");
    }

    private static async Task<int> End(Process process)
    {
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
