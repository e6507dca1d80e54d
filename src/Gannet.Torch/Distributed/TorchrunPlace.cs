namespace Gannet.Torch.Distributed;

/// <summary>The variables of torchrun, which Kubernetes' PyTorchJob and people use as well.</summary>
internal static class TorchrunPlace
{
    /// <summary>The place they give; null if they are not set.</summary>
    public static WorldPlace? Find(LauncherVariables variables)
    {
        if (variables.Count("WORLD_SIZE") is not { } size)
        {
            return variables.Number("RANK") is { } lonely
                ? throw InvalidOptionException.Contradiction("WORLD_SIZE", $"RANK is {lonely}, but WORLD_SIZE is not set; set both, or neither.") : null;
        }

        var rank = variables.Rank("RANK", size, "WORLD_SIZE");
        if (size == 1) return WorldPlace.Alone;
        var localSize = LocalSize(variables, size);
        return new WorldPlace(rank, size)
        {
            LocalRank = variables.Number("LOCAL_RANK") is null ? 0 : variables.Rank("LOCAL_RANK", localSize ?? size, localSize is null ? "WORLD_SIZE" : "LOCAL_WORLD_SIZE"),
            LocalSize = localSize,
            MasterAddress = variables.Text("MASTER_ADDR")
                ?? throw InvalidOptionException.Contradiction("MASTER_ADDR", $"WORLD_SIZE is {size}, but MASTER_ADDR is not set; set it to the machine of process 0."),
            MasterPort = variables.Port("MASTER_PORT") ?? WorldPlace.Alone.MasterPort,
            LauncherListens = string.Equals(variables.Text("TORCHELASTIC_USE_AGENT_STORE"), "True", StringComparison.OrdinalIgnoreCase),
            Attempt = variables.Number("TORCHELASTIC_RESTART_COUNT") ?? 0,
        };
    }

    private static int? LocalSize(LauncherVariables variables, int size)
    {
        if (variables.Count("LOCAL_WORLD_SIZE") is { } local)
            return local <= size ? local : throw new InvalidOptionException("LOCAL_WORLD_SIZE", $"{local}", $"at most WORLD_SIZE, which is {size}");

        // A pod of a PyTorchJob has one process unless it says otherwise.
        return variables.Text("KUBERNETES_SERVICE_HOST") is not null && variables.Text("LOCAL_RANK") is null ? 1 : null;
    }
}
