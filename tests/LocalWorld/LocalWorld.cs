using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using Gannet.Torch;
using Gannet.Torch.Distributed;

namespace Gannet.Testing;

/// <summary>A world whose processes are threads of this one: each has its own group, connections and tensors, as processes have.</summary>
public static class LocalWorld
{
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Runs <paramref name="process"/> once per rank and throws what the first of them threw.</summary>
    public static void Run(int size, Action<ProcessGroup> process)
    {
        if (RunAll(size, Timeout, process).FirstOrDefault(static e => e is not null) is { } error) ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>Runs <paramref name="process"/> once per rank and returns what each threw.</summary>
    public static Exception?[] RunAll(int size, TimeSpan timeout, Action<ProcessGroup> process)
    {
        var port = FreePort();
        var errors = new Exception?[size];
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                using var scope = TensorScope.Enter();
                using var group = ProcessGroup.Join(new WorldPlace(rank, size) { MasterPort = port, LocalRank = rank, LocalSize = size }, timeout);
                process(group);
            }
#pragma warning disable CA1031 // handed to the thread that waits
            catch (Exception error)
#pragma warning restore CA1031
            {
                errors[rank] = error;
            }
        })
        { Name = $"rank {rank}" }).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return errors;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
