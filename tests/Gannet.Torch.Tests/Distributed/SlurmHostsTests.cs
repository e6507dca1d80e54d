using Gannet.Torch.Distributed;

namespace Gannet.Torch.Tests.Distributed;

public sealed class SlurmHostsTests
{
    [Theory]
    [InlineData("node1", "node1")]
    [InlineData("node1,node2", "node1")]
    [InlineData("node[003-005,9],login1", "node003")]
    [InlineData("node[7,3]", "node7")]
    [InlineData("rack[1-2]-node[01-16].cluster.example", "rack1-node01.cluster.example")]
    [InlineData("login1,node[003-005]", "login1")]
    public void The_first_host_is_found(string hosts, string first) => Assert.Equal(first, SlurmHosts.First(hosts));

    [Theory]
    [InlineData("node[1-2")]
    [InlineData("node]1[")]
    [InlineData(",node1")]
    [InlineData("node[]")]
    [InlineData("node[a-b]")]
    [InlineData("node 1")]
    [InlineData("$(reboot)")]
    public void Other_text_is_refused(string hosts) => Assert.Null(SlurmHosts.First(hosts));
}
