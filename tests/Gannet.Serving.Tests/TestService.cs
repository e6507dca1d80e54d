using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;
using Gannet.Serving.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gannet.Serving.Tests;

/// <summary>The service behind a real server on a free port of this machine.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private TestService(WebApplication app, TemporaryFolder folder)
    {
        (_app, _folder) = (app, folder);
        Client = new() { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
    }

    public HttpClient Client { get; }

    public Uri Address => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public ModelCatalog Catalog => Services.GetRequiredService<ModelCatalog>();

    public LogLines Log { get; private init; } = new();

    /// <summary>Starts a service of a model that the test made.</summary>
    public static Task<TestService> StartAsync(FakeModel model, Action<ServingOptions>? configure = null) => StartAsync(options =>
    {
        options.LoadModel ??= _ => model;
        configure?.Invoke(options);
    });

    /// <summary>Starts a service; a file stands for the model "fake" if no other is named.</summary>
    public static async Task<TestService> StartAsync(Action<ServingOptions> configure)
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("fake.safetensors"), "a model");
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var log = new LogLines();
        builder.Logging.AddProvider(log);
        builder.Services.AddProblemDetails().AddGannet(options =>
        {
            configure(options);
            if (options.Models.Count == 0 && options.ModelFolder is null) options.Models.Add(folder.File("fake.safetensors"));
        });
        var app = builder.Build();
        app.UseStatusCodePages();
        app.MapGannet();
        await app.StartAsync();
        return new(app, folder) { Log = log };
    }

    public static byte[] Picture(int width = 40, int height = 30, ImageFormat format = ImageFormat.Png, int seed = 1)
    {
        var picture = new Image(width, height);
        new Random(seed).NextBytes(picture.Pixels);
        return ImageEncoder.Encode(picture, format);
    }

    public Task<HttpResponseMessage> DetectAsync(byte[] picture, string query = "", CancellationToken cancellation = default) =>
        Client.PostAsync($"/v1/detect{query}", new ByteArrayContent(picture), cancellation);

    public async Task<JsonNode> DetectedAsync(byte[] picture, string query = "")
    {
        using var response = await DetectAsync(picture, query);
        return await JsonOf(response);
    }

    public async Task<HttpResponseMessage> PostJsonAsync(string path, string json, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        change?.Invoke(request);
        return await Client.SendAsync(request);
    }

    public static async Task<JsonNode> JsonOf(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Asserts that an answer is problem details of a status, and returns the detail.</summary>
    public static async Task<string> ProblemOf(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(status, (int)problem["status"]!);
        return (string)problem["detail"]!;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
