using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gannet.Datasets.Editing;
using Gannet.Detection.Pictures;
using Gannet.Imaging.Codecs;

namespace Gannet.Labelling.Tests;

/// <summary>A page on a folder of small pictures, and a client that talks to it as the page's own script does.</summary>
internal sealed partial class LabelPage : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private LabelServer? _server;

    public string Folder => Path.Combine(_folder.Path, "pictures");

    public string Runs => Path.Combine(_folder.Path, "runs");

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public string Token { get; private set; } = "";

    public string Url => _server!.Urls[0];

    public List<string> Reports { get; } = [];

    public static async Task<LabelPage> StartAsync(
        int pictures = 3, Func<LabellingOptions, LabellingOptions>? change = null, EditingOptions? editing = null, Action<string>? prepare = null)
    {
        var page = new LabelPage();
        Directory.CreateDirectory(page.Folder);
        for (var k = 0; k < pictures; k++) ImageEncoder.Write(Picture(k), Path.Combine(page.Folder, $"p{k:D2}.png"));
        prepare?.Invoke(page.Folder);
        await page.OpenAsync(change, editing ?? new() { Classes = ["pin", "pad"] });
        return page;
    }

    /// <summary>A grey picture of 160 × 120 with a bright square whose place depends on the number.</summary>
    public static Image Picture(int k)
    {
        var picture = new Image(160, 120);
        Array.Fill(picture.Pixels, (byte)(60 + k * 10 % 100));
        for (var y = 0; y < 30; y++) picture.Row(40 + y).Slice((20 + k * 7 % 90) * 3, 30 * 3).Fill(230);
        return picture;
    }

    /// <summary>Ends the server and starts another on the same folder.</summary>
    public async Task RestartAsync(Func<LabellingOptions, LabellingOptions>? change = null)
    {
        await _server!.DisposeAsync();
        await OpenAsync(change, new());
    }

    public async Task<JsonNode> GetAsync(string path) => (await JsonNode.ParseAsync(await Client.GetStreamAsync(Url + path)))!;

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, object body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, Url + path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Gannet-Token", Token);
        change?.Invoke(request);
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Saves boxes on the present revision.</summary>
    public async Task<JsonNode> SaveAsync(int picture, params object[] boxes)
    {
        var revision = (string)(await GetAsync($"/api/pictures/{picture}/labels"))["revision"]!;
        var (status, body) = await SendAsync(HttpMethod.Put, $"/api/pictures/{picture}/labels", new { revision, labelled = true, boxes });
        Assert.True(status == HttpStatusCode.OK, body?.ToJsonString());
        return body!;
    }

    public static object Box(string name, double x1, double y1, double x2, double y2, string? key = null) => new { key, @class = name, x1, y1, x2, y2 };

    /// <summary>Waits until a question about the page has the answer yes.</summary>
    public async Task UntilAsync(Func<JsonNode, bool> holds, string path = "/api/status")
    {
        JsonNode? last = null;
        for (var k = 0; k < 1200; k++)
        {
            if (holds(last = await GetAsync(path))) return;
            await Task.Delay(100);
        }

        Assert.Fail($"{path} stays {last}");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_server is null) return;
        await _server.DisposeAsync();
        _server = null;
        _folder.Dispose();
    }

    private async Task OpenAsync(Func<LabellingOptions, LabellingOptions>? change, EditingOptions editing)
    {
        var options = new LabellingOptions { Name = "pictures", Urls = ["http://127.0.0.1:0"], RunsFolder = Runs, Report = Reports.Add };
        _server = await LabelServer.StartAsync(DatasetEditor.Open(Folder, editing), change?.Invoke(options) ?? options);
        Token = TokenIn().Match(await Client.GetStringAsync(Url)).Groups[1].Value;
    }

    [GeneratedRegex("name=\"gannet-token\" content=\"([0-9a-f]+)\"")]
    private static partial Regex TokenIn();
}

/// <summary>A model that finds what a test says.</summary>
internal sealed class MadeModel(Func<Image, IReadOnlyList<DetectedObject>> detect) : IPictureModel
{
    public IReadOnlyList<string> Classes => ["pin", "pad"];

    public string Platform => "made";

    public int MostTogether => 1;

    public int BestTogether => 1;

    public HashSet<int> Threads { get; } = [];

    public static DetectedObject Found(string name, float score, float x1, float y1, float x2, float y2) =>
        new(new(x1, y1, x2, y2), name == "pin" ? 0 : 1, score) { Class = name };

    public PreparedPicture Prepare(Image picture, float[]? buffer = null) => new(picture.Width, picture.Height) { Pixels = picture };

    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures, CancellationToken cancellation = default)
    {
        lock (Threads) Threads.Add(Environment.CurrentManagedThreadId);
        return [.. pictures.Select(picture => detect(picture.Pixels!))];
    }

    public void Dispose()
    {
        lock (Threads) Threads.Add(Environment.CurrentManagedThreadId);
    }
}
