using Gannet.Cli.Parsing;
using Gannet.Cli.Serve;

namespace Gannet.Cli.Tests.Serve;

public class ListenAddressesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.9.9.9:5080/")]
    [InlineData("http://localhost:0")]
    [InlineData("HTTP://LOCALHOST")]
    [InlineData("http://[::1]:80")]
    [InlineData("http://localhost:1; http://[::1]:2;")]
    public void This_machine_alone_can_reach(string urls) => Assert.Empty(ListenAddresses.Parse(urls).Others);

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+")]
    [InlineData("http://[::]:80")]
    [InlineData("http://192.168.1.2:80")]
    [InlineData("http://localhost.example.org:80")]
    [InlineData("http://127.0.0.1.example.org:80")]
    public void Others_can_reach(string urls) => Assert.Equal([urls], ListenAddresses.Parse($"http://localhost:1;{urls}").Others);

    [Theory]
    [InlineData("", "no address")]
    [InlineData("5080", "not an address")]
    [InlineData("ftp://localhost", "not an address")]
    [InlineData("http://", "not an address")]
    [InlineData("http://*:port", "not an address")]
    [InlineData("http://localhost:70000", "not an address")]
    [InlineData("http://localhost/path", "not an address")]
    [InlineData("https://localhost:5080", "no certificate")]
    public void Anything_else_is_a_mistake(string urls, string words) =>
        Assert.Contains(words, Assert.Throws<UsageException>(() => ListenAddresses.Parse(urls)).Message, StringComparison.Ordinal);
}
