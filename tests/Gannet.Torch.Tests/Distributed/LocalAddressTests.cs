using System.Net;
using Gannet.Torch.Distributed;

namespace Gannet.Torch.Tests.Distributed;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("localhost", "127.0.0.1")]
    public void A_local_world_meets_at_localhost(string master, string address) =>
        Assert.Equal(address, LocalAddress.For(new WorldPlace(0, 2) { MasterAddress = master, LocalSize = 2 }));

    [Fact]
    public void A_master_without_address_is_named() => Assert.StartsWith("host.invalid, the machine of process 0, cannot be reached",
        Assert.Throws<ProcessGroupException>(static () => LocalAddress.For(new WorldPlace(1, 2) { MasterAddress = "host.invalid" })).Message, StringComparison.Ordinal);

    // Where the machine has no network, there is no such address to give.
    [Fact]
    public void Process_0_that_calls_itself_localhost_gives_others_an_address_they_can_reach()
    {
        var place = new WorldPlace(0, 2) { MasterAddress = "localhost", LocalSize = 1 };
        try
        {
            Assert.False(IPAddress.IsLoopback(IPAddress.Parse(LocalAddress.For(place))));
        }
        catch (ProcessGroupException error)
        {
            Assert.StartsWith("This machine has no address but localhost", error.Message, StringComparison.Ordinal);
        }
    }
}
