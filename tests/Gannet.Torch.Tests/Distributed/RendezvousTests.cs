using Gannet.Torch.Distributed;

namespace Gannet.Torch.Tests.Distributed;

[LeakCheck]
public sealed class RendezvousTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(2);

    [WorldFact]
    public void Processes_that_do_not_come_are_named()
    {
        var place = new WorldPlace(0, 3) { MasterPort = LocalWorld.FreePort() };
        var message = Assert.Throws<ProcessGroupException>(() => ProcessGroup.Join(place, s_short)).Message;
        Assert.Contains("2 of 3 processes did not come within 2 s: 1, 2.", message, StringComparison.Ordinal);
    }

    [WorldFact]
    public void A_missing_process_0_is_named_with_its_address()
    {
        var place = new WorldPlace(1, 2) { MasterPort = LocalWorld.FreePort() };
        var message = Assert.Throws<ProcessGroupException>(() => ProcessGroup.Join(place, s_short)).Message;
        Assert.StartsWith($"process 1 found nobody at 127.0.0.1:{place.MasterPort} for 2 s", message, StringComparison.Ordinal);
    }

    [WorldFact]
    public void Two_processes_of_one_rank_are_refused()
    {
        var port = LocalWorld.FreePort();
        var messages = new List<string>();
        var threads = new[] { 0, 1, 1 }.Select(rank => new Thread(() =>
        {
            try
            {
                ProcessGroup.Join(new WorldPlace(rank, 3) { MasterPort = port }, s_short).Dispose();
            }
            catch (ProcessGroupException error)
            {
                lock (messages) messages.Add(error.Message);
            }
        })).ToList();
        threads.ForEach(static t => t.Start());
        threads.ForEach(static t => t.Join());
        Assert.Contains(messages, static m => m.StartsWith("two processes have rank 1", StringComparison.Ordinal));
        Assert.Equal(3, messages.Count);
    }

    [WorldFact]
    public void A_port_that_is_taken_is_named()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var message = Assert.Throws<ProcessGroupException>(() => ProcessGroup.Join(new WorldPlace(0, 2) { MasterPort = port }, s_short)).Message;
        Assert.StartsWith($"process 0 cannot listen at port {port}: choose another MASTER_PORT", message, StringComparison.Ordinal);
    }
}
