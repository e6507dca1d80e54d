namespace Gannet.Torch.Distributed;

/// <summary>The variables that Slurm's <c>srun</c> gives each task.</summary>
internal static class SlurmPlace
{
    // Below the ports that systems give to outgoing connections.
    private const int FirstPort = 10_000, Ports = 20_000, StepDistance = 101;

    /// <summary>The place they give; null outside a task, and in a batch script's own shell.</summary>
    public static WorldPlace? Find(LauncherVariables variables)
    {
        if (variables.Number("SLURM_PROCID") is null || variables.Count("SLURM_NTASKS") is not { } size || size == 1) return null;
        var rank = variables.Rank("SLURM_PROCID", size, "SLURM_NTASKS");
        return new WorldPlace(rank, size)
        {
            LocalRank = variables.Number("SLURM_LOCALID") is null ? 0 : variables.Rank("SLURM_LOCALID", size, "SLURM_NTASKS"),
            LocalSize = variables.Number("SLURM_NNODES") == 1 ? size : null,
            MasterAddress = variables.Text("MASTER_ADDR") ?? FirstHost(variables),
            MasterPort = variables.Port("MASTER_PORT") ?? PortOf(variables),
        };
    }

    private static string FirstHost(LauncherVariables variables)
    {
        foreach (var name in (string[])["SLURM_STEP_NODELIST", "SLURM_JOB_NODELIST", "SLURM_NODELIST"])
        {
            if (variables.Text(name) is not { } hosts) continue;
            return SlurmHosts.First(hosts) ?? throw new InvalidOptionException(name, hosts, "a list of hosts such as node[01-04,7]");
        }

        throw InvalidOptionException.Contradiction("SLURM_JOB_NODELIST", "SLURM_NTASKS asks for several processes, but SLURM_JOB_NODELIST is not set; start the program with srun.");
    }

    // Jobs that share a machine need different ports, and all tasks of a step the same.
    private static int PortOf(LauncherVariables variables)
    {
        var job = variables.Number("SLURM_JOB_ID") ?? variables.Number("SLURM_JOBID") ?? 0;
        return FirstPort + (int)((job + StepDistance * (long)(variables.Number("SLURM_STEP_ID") ?? 0)) % Ports);
    }
}
