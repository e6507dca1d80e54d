using System.Buffers.Binary;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Gannet.Imaging.Headers;
using Gannet.Serving.Limits;
using Microsoft.Extensions.DependencyInjection;

namespace Gannet.Serving.Tests.Scenarios;

/// <summary>Requests of somebody who means harm: none is answered with 500, none ends the service, and none leaves anything behind.</summary>
public class HostileRequestTests
{
    private const int Bodies = 1600, Heads = 800, AtOnce = 8;
    private const long MayGrow = 16 << 20; // pools and the runtime's own caches

    private static readonly byte[] s_png = TestService.Picture(24, 16), s_jpeg = TestService.Picture(24, 16, ImageFormat.Jpeg);
    private static readonly string s_base64 = Convert.ToBase64String(s_png);

    private static readonly string s_infer = $$"""{"id":"1","parameters":{"score":0.5},"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{s_base64}}"]}],"outputs":[{"name":"boxes"}]}""";

    private static readonly string s_predict =
        $$"""{"tasks":[{"id":1,"data":{"image":"data:image/png;base64,{{s_base64}}"} }],"label_config":"<View><Image name='i' value='$image'/><RectangleLabels name='r' toName='i'><Label value='cell'/></RectangleLabels></View>"}""";

    private static readonly string s_form = "--edge\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n";

    private static readonly (string Path, string Type, byte[] Body)[] s_requests =
    [
        ("/v1/detect", "image/png", s_png),
        ("/v1/detect?score=0.3", "image/jpeg", s_jpeg),
        ("/v1/detect?draw=true", "application/octet-stream", s_png),
        ("/v1/detect", "multipart/form-data; boundary=edge", [.. Encoding.ASCII.GetBytes(s_form), .. s_png, .. "\r\n--edge--\r\n"u8]),
        ("/v2/models/fake/infer", "application/json", Encoding.UTF8.GetBytes(s_infer)),
        ("/v2/models/fake/infer", "application/json", Encoding.UTF8.GetBytes("""{"inputs":[{"name":"image","shape":[1,2,3],"datatype":"UINT8","data":[[[1,2,3],[4,5,6]]]}]}""")),
        ("/predict", "application/json", Encoding.UTF8.GetBytes(s_predict)),
        ("/setup", "application/json", Encoding.UTF8.GetBytes("""{"project":"1.2","schema":"<View><Image name='i' value='$image'/><RectangleLabels name='r' toName='i'/></View>"}""")),
    ];

    [Fact]
    public async Task Mutated_bodies_and_heads_are_refused_and_leave_nothing()
    {
        var model = new FakeModel();
        await using var service = await TestService.StartAsync(model, static options => (options.MaxBodyBytes, options.MaxPixels, options.QueueLength) = (1 << 20, 100_000, 64));
        foreach (var request in s_requests) Assert.Equal(200, await Send(service, request.Path, request.Type, request.Body, seed: -1));
        await Run(AtOnce * 20, seed => Mutated(service, seed));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var statuses = new Dictionary<int, int>();
        await Run(Bodies, async seed => Count(await Mutated(service, seed)));
        await Run(Heads, async seed => Count(await MutatedHead(service, seed)));

        Assert.All(statuses.Keys, static status => Assert.True(status is 0 or >= 200 and < 500 or 503 or 505, $"{status}"));
        Assert.True(statuses.Keys.Count > 5, string.Join(", ", statuses)); // else nothing was put to the test
        Assert.True(statuses[200] > 50 && statuses[400] > 200, string.Join(", ", statuses));
        await Eventually.Of(() => service.Catalog.Get("fake").Queue.Places == 0 && service.Services.GetRequiredService<PendingMemory>().Taken == 0);
        await service.DetectedAsync(s_png);
        Assert.Empty(service.Log.Errors);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < MayGrow, $"{grown} bytes more");

        void Count(int status)
        {
            lock (statuses) statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }
    }

    public static TheoryData<string, byte[]> Bombs => new()
    {
        { "a PNG that says it is huge", Png(50_000, 50_000, [0]) },
        { "a PNG whose data are far more than its size", Png(8, 8, new byte[64 << 20]) },
        { "a PNG whose data are far fewer", Png(300, 300, [0]) },
        { "a JPEG that says it is huge", JpegOfSize(65_000, 65_000) },
        { "a BMP that says it is huge", Bmp(1 << 30, 1 << 30) },
        { "a BMP of negative height", Bmp(8, int.MinValue) },
    };

    [Theory]
    [MemberData(nameof(Bombs), DisableDiscoveryEnumeration = true)]
    public async Task A_picture_bomb_is_refused(string what, byte[] bytes)
    {
        await using var service = await TestService.StartAsync(new FakeModel(), static options => options.MaxPixels = 1_000_000);
        using var response = await service.DetectAsync(bytes);
        Assert.True((int)response.StatusCode is 413 or 415 or 422 or 200, $"{what}: {response.StatusCode}");
        Assert.Empty(service.Log.Errors);
    }

    [Fact]
    public async Task Deep_JSON_and_long_names_are_refused()
    {
        await using var service = await TestService.StartAsync(new FakeModel());
        foreach (var json in (string[])[new('[', 100_000), $"{{\"inputs\":{new string('[', 100_000)}", $"{{\"{new string('x', 100_000)}\":1}}", "\"" + new string('x', 1000)])
        {
            foreach (var path in (string[])["/v2/models/fake/infer", "/predict", "/setup"])
            {
                using var response = await service.PostJsonAsync(path, json);
                Assert.True((int)response.StatusCode is 400 or 200 && ((int)response.StatusCode == 400 || path == "/setup"), $"{path}: {response.StatusCode}");
            }
        }

        Assert.Empty(service.Log.Errors);
    }

    // The server waits five seconds before it counts how slow a body is.
    [Fact]
    public async Task Slow_bodies_keep_nobody_waiting_and_are_ended()
    {
        var model = new FakeModel();
        await using var service = await TestService.StartAsync(model, static options => options.QueueLength = 4);
        var slow = new List<Socket>();
        for (var k = 0; k < 50; k++)
        {
            var socket = await Connect(service);
            await socket.SendAsync(Encoding.ASCII.GetBytes("POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx"));
            slow.Add(socket);
        }

        for (var k = 0; k < 10; k++) await service.DetectedAsync(s_png);
        Assert.Equal(0, service.Catalog.Get("fake").Queue.Places);
        var answers = await Task.WhenAll(slow.Select(static socket => ReadAll(socket)));

        Assert.All(answers, static answer => Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal));
        slow.ForEach(static socket => socket.Dispose());
        await Eventually.Of(() => service.Services.GetRequiredService<PendingMemory>().Taken == 0);
        Assert.Empty(service.Log.Errors);
    }

    private static async Task Run(int count, Func<int, Task> send)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var seed && seed <= count) await send(seed);
        }));
    }

    private static async Task<int> Mutated(TestService service, int seed)
    {
        var mutation = new Mutation(seed);
        var (path, type, body) = mutation.Of(s_requests);
        if (mutation.Next(8) == 0) path = path.Split('?')[0] + "?" + mutation.Of(["score=-1", "model=%00", "model=../x", "draw=%ff", "score=0&score=1", "a=b", "score=", "=", "%"]);
        if (mutation.Next(8) == 0) type = mutation.Of(["multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=\"edge\"", "text/plain", "multipart/form-data; boundary=" + new string('b', 100), "x", "application/json; charset=utf-7"]);
        return await Send(service, path, type, mutation.Next(10) == 0 ? body : mutation.Change(body), seed);
    }

    private static async Task<int> Send(TestService service, string path, string type, byte[] body, int seed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (seed % 7 == 3) request.Headers.TransferEncodingChunked = true;
        if (seed % 11 == 5) request.Headers.TryAddWithoutValidation("Inference-Header-Content-Length", new Mutation(seed).Of(["0", "-1", "10", "99999999999", "x", $"{body.Length}"]));
        if (seed % 13 == 6) request.Headers.TryAddWithoutValidation("Authorization", new Mutation(seed).Of(["Basic ===", "Bearer", "Basic /w==", "x"]));
        if (seed % 17 == 7) request.Content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip, br");
        using var response = await service.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) Assert.Equal(new MediaTypeHeaderValue("application/problem+json"), response.Content.Headers.ContentType);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return (int)response.StatusCode;
    }

    // Below HTTP: what no client library would send. 0 is a closed connection without an answer.
    private static async Task<int> MutatedHead(TestService service, int seed)
    {
        var mutation = new Mutation(seed);
        var (path, type, body) = mutation.Of(s_requests);
        var length = mutation.Of([$"Content-Length: {body.Length}", $"Content-Length: {body.Length / 2}", $"Content-Length: {body.Length + 1000}", "Content-Length: -1", "Content-Length: 99999999999999999999",
            "Transfer-Encoding: chunked", $"Content-Length: {body.Length}\r\nTransfer-Encoding: chunked", "Content-Length: 5\r\nContent-Length: 6", ""]);
        var head = Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\n{length}\r\nConnection: close\r\n\r\n");
        byte[] all = [.. mutation.Next(3) == 0 ? head : mutation.Change(head), .. body];
        using var socket = await Connect(service);
        try
        {
            await socket.SendAsync(all);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server has closed already.
        }

        var answer = await ReadAll(socket);
        return answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    private static async Task<Socket> Connect(TestService service)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", service.Address.Port);
        return socket;
    }

    private static async Task<string> ReadAll(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var read) text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Reset: what has come until then is the answer.
        }

        return text.ToString();
    }

    private static byte[] Png(int width, int height, byte[] content)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(content);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(body));
        return [.. length, .. body, .. sum];
    }

    private static uint Crc(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var b in bytes)
        {
            sum ^= b;
            for (var k = 0; k < 8; k++) sum = (sum & 1) == 1 ? sum >> 1 ^ 0xEDB88320 : sum >> 1;
        }

        return ~sum;
    }

    private static byte[] JpegOfSize(int width, int height)
    {
        var bytes = (byte[])s_jpeg.Clone();
        for (var k = 2; k + 9 < bytes.Length; k++)
        {
            if (bytes[k] != 0xFF || bytes[k + 1] != 0xC0) continue;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(k + 5), (ushort)height);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(k + 7), (ushort)width);
        }

        return bytes;
    }

    private static byte[] Bmp(int width, int height)
    {
        var bytes = TestService.Picture(8, 8, ImageFormat.Bmp);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), height);
        return bytes;
    }
}
