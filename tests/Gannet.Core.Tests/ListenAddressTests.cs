namespace Gannet.Tests;

public class ListenAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5081", "127.0.0.1")]
    [InlineData("http://localhost:5081/", "localhost")]
    [InlineData("HTTP://LOCALHOST", "localhost")]
    [InlineData("http://[::1]:5081", "[::1]")]
    [InlineData("http://127.1.2.3", "127.1.2.3")]
    public void This_machine_alone_can_reach(string text, string host)
    {
        var address = ListenAddress.Parse(text);
        Assert.Equal((text, host, true, false), (address.Text, address.Host, address.IsLoopback, address.IsEverywhere));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5081", "0.0.0.0", true)]
    [InlineData("http://*:5081", "*", true)]
    [InlineData("http://+", "+", true)]
    [InlineData("http://[::]:80", "[::]", true)]
    [InlineData("http://192.168.0.2:5081", "192.168.0.2", false)]
    [InlineData("http://localhost.example:80", "localhost.example", false)]
    [InlineData("http://127.0.0.1.example.org:80", "127.0.0.1.example.org", false)]
    public void Others_can_reach(string text, string host, bool isEverywhere)
    {
        var address = ListenAddress.Parse(text);
        Assert.Equal((host, false, isEverywhere), (address.Host, address.IsLoopback, address.IsEverywhere));
    }

    [Theory]
    [InlineData("", "not an address")]
    [InlineData("5080", "not an address")]
    [InlineData("ftp://localhost", "not an address")]
    [InlineData("http://", "not an address")]
    [InlineData("http://*:port", "not an address")]
    [InlineData("http://*.example.org", "not an address")]
    [InlineData("http://localhost:70000", "not an address")]
    [InlineData("http://localhost/path", "not an address")]
    [InlineData("http://localhost/?query", "not an address")]
    [InlineData("https://localhost:5080", "no certificate")]
    public void Anything_else_is_refused(string text, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => ListenAddress.Parse(text)).Message, StringComparison.Ordinal);
}
