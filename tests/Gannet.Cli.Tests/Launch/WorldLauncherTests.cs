using System.Globalization;
using Gannet.Cli.Commands;
using Gannet.Cli.Launch;

namespace Gannet.Cli.Tests.Launch;

/// <summary>Worlds whose processes are shell scripts.</summary>
public sealed class WorldLauncherTests
{
    private static CommandRun Run(string script, int size, double grace = 30, CancellationToken cancellation = default)
    {
        using StringWriter output = new(), error = new();
        var world = new WorldLauncher(new CommandContext(output, error), ["bash", "-c", script], size) { Grace = TimeSpan.FromSeconds(grace) };
        return new CommandRun(world.Run(cancellation), output.ToString(), error.ToString());
    }

    [LinuxFact]
    public void Each_process_has_its_place()
    {
        var run = Run("echo rank $RANK of $WORLD_SIZE, here $LOCAL_RANK of $LOCAL_WORLD_SIZE, at $MASTER_ADDR", 3);
        Assert.Equal((0, "rank 0 of 3, here 0 of 3, at 127.0.0.1\n"), (run.Code, run.Output));
        Assert.Equal(
            ["[1] rank 1 of 3, here 1 of 3, at 127.0.0.1", "[2] rank 2 of 3, here 2 of 3, at 127.0.0.1"],
            run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [LinuxFact]
    public void They_meet_at_one_port_and_share_the_cores()
    {
        var lines = Run("echo $MASTER_PORT $OMP_NUM_THREADS $DOTNET_PROCESSOR_COUNT >&2", 2).Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Replace("[1] ", "", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Single(lines.Distinct());
        var share = Math.Max(1, Environment.ProcessorCount / 2).ToString(CultureInfo.InvariantCulture);
        var (threads, cores) = (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? share, Environment.GetEnvironmentVariable("DOTNET_PROCESSOR_COUNT") ?? share);
        Assert.Matches($"^[0-9]+ {threads} {cores}$", lines[0]);
    }

    // The others wait for ever, as in an exchange with a process that is gone.
    [LinuxFact]
    public void One_that_is_killed_ends_all_and_is_named()
    {
        var run = Run("if [ $RANK = 2 ]; then kill -KILL $$; fi; exec sleep 600", 3, grace: 0.5);
        Assert.Equal(1, run.Code);
        Assert.Equal("gannet: process 2 ended with 137 (signal 9), so the others ended, too. With --resume, the next start continues from the last checkpoint.\n", run.Error);
    }

    [LinuxFact]
    public void One_that_hangs_after_the_others_have_failed_is_killed_and_named()
    {
        var run = Run("if [ $RANK = 1 ]; then trap '' TERM; exec sleep 600; fi; echo 'gannet: process 1 hangs' >&2; exit 1", 3, grace: 2);
        Assert.Equal(1, run.Code);
        Assert.Equal("gannet: process 1 hangs\ngannet: process 1 hung and was killed after the others had failed. With --resume, the next start continues from the last checkpoint.\n", run.Error);
    }

    [LinuxFact]
    public void What_only_a_later_process_complains_of_is_shown_with_its_number()
    {
        var run = Run("echo \"gannet: no disk at $((RANK > 0))\" >&2; exit 1", 3);
        Assert.Equal(1, run.Code);
        Assert.StartsWith("gannet: no disk at 0\n[1] gannet: no disk at 1\ngannet: process ", run.Error, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_mistake_that_all_were_given_is_shown_once() =>
        Assert.Equal(new CommandRun(2, "", "gannet: no such file\n"), Run("echo gannet: no such file >&2; exit 2", 3));

    [LinuxFact]
    public void Asked_to_stop_all_may_save_first()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var run = Run("read; echo saved; exit 130", 2, cancellation: stop.Token);
        Assert.Equal(new CommandRun(130, "saved\n", "[1] saved\n"), run);
    }
}
