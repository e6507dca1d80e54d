using System.Net.Sockets;
using System.Text;

namespace Gannet.Labelling.Tests.Scenarios;

/// <summary>Requests that no browser sends: the page answers each with an error of the client's or not at all, and goes on.</summary>
public class HostileRequestTests
{
    private const int Requests = 800;

    private static readonly string[] s_paths =
    [
        "/", "/app.js", "/api/project", "/api/status", "/api/order", "/api/doubts", "/api/pictures/0/file", "/api/pictures/0/labels", "/api/pictures/1/suggestions?score=0.5",
        "/api/classes", "/api/classes/rename", "/api/train", "/api/train/stop",
    ];

    private static readonly string[] s_bodies =
    [
        """{"revision":"none","labelled":true,"boxes":[{"key":null,"class":"pin","x1":1,"y1":2,"x2":30,"y2":40}]}""",
        """{"name":"via"}""", """{"from":"pin","to":"Pin"}""", """{"minutes":1}""", """{}""", "", new string('[', 100_000), "{\"name\":\"\\ud83d\"}",
    ];

    [Fact]
    public async Task Mutated_requests_never_break_the_server()
    {
        await using var page = await LabelPage.StartAsync();
        var random = new Random(7);
        var statuses = new Dictionary<string, int>();
        for (var k = 0; k < Requests; k++)
        {
            var request = Mutated(random, page.Token, new Uri(page.Url).Authority);
            var status = await StatusAsync(new Uri(page.Url).Port, request);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            Assert.False(status.StartsWith('5') && status != "505", $"{status}: {Encoding.Latin1.GetString(request)}");
        }

        Assert.True(statuses.Count >= 5, string.Join(' ', statuses)); // the mutations reach more than the parser
        Assert.Equal(3, (await page.GetAsync("/api/project"))["pictures"]!.AsArray().Count);
        Assert.Empty(page.Reports);
    }

    // An ordinary request, in which a few bytes, or a whole part, are changed.
    private static byte[] Mutated(Random random, string token, string host)
    {
        string[] methods = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "TRACE", "x"];
        string[] lengths = ["", "Content-Length: -1", "Content-Length: 99999999999", "Content-Length: 3", "Transfer-Encoding: chunked", "Expect: 100-continue"];
        var (path, body) = (s_paths[random.Next(s_paths.Length)], s_bodies[random.Next(s_bodies.Length)]);
        var method = random.Next(3) == 0 ? methods[random.Next(methods.Length)] : path.StartsWith("/api/c", StringComparison.Ordinal) || path.StartsWith("/api/t", StringComparison.Ordinal) ? "POST" : path.EndsWith("labels", StringComparison.Ordinal) ? "PUT" : "GET";
        var length = random.Next(4) == 0 ? lengths[random.Next(lengths.Length)] : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}";
        var type = random.Next(6) == 0 ? "multipart/form-data; boundary=" : "application/json";
        var text = $"{method} {path} HTTP/1.1\r\nHost: {(random.Next(10) == 0 ? "" : host)}\r\nX-Gannet-Token: {(random.Next(10) == 0 ? "é" : token)}\r\nContent-Type: {type}\r\n{length}\r\n"
            + (random.Next(8) == 0 ? $"Range: bytes={random.Next(9)}-{random.Next(9)}\r\nOrigin: null\r\n" : "") + "Connection: close\r\n\r\n" + body;
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var changes = random.Next(4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(10) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static async Task<string> StatusAsync(int port, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(request);
            client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var line = await reader.ReadLineAsync() ?? "";
            return line.Split(' ') is [_, var status, ..] ? status : "closed";
        }
        catch (IOException)
        {
            return "closed";
        }
    }
}
