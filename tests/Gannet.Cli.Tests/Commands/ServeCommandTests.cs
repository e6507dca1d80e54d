using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gannet.Cli.Commands;
using Gannet.Cli.Parsing;

namespace Gannet.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public partial class ServeCommandTests(TrainedRun trained)
{
    private string Picture => Directory.EnumerateFiles(trained.Data, "*.png", SearchOption.AllDirectories).Order().First();

    [Fact]
    public async Task The_service_answers_what_detect_prints_until_it_is_stopped()
    {
        using var folder = new TemporaryFolder();
        var expected = await CommandRun.Of("detect", "--model", trained.Model, "--score", "0.05", "--json", folder.File("found.json"), Picture);
        Assert.Equal(0, expected.Code);
        await using var service = await Service.StartAsync("--model", trained.Model);

        using var answer = await service.Client.PostAsync("/v1/detect?score=0.05", new ByteArrayContent(File.ReadAllBytes(Picture)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var rows = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detections"]!.AsArray();
        var printed = JsonNode.Parse(File.ReadAllText(folder.File("found.json")))!.AsArray();
        Assert.NotEmpty(printed);
        foreach (var row in printed) (row!.AsObject()).Remove("image_id");
        foreach (var row in printed) (row!.AsObject()).Remove("file_name");
        Assert.Equal(printed.ToJsonString(), rows.ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, (await Get(service, "evil.example")).StatusCode);
        Assert.Equal("application/problem+json", (await service.Client.GetAsync("/nothing")).Content.Headers.ContentType?.MediaType);

        var end = await service.StopAsync();
        Assert.Equal(0, end.Code);
        Assert.Contains("POST /v1/detect: 200", end.Error, StringComparison.Ordinal);
        Assert.Contains("Stopping", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ONNX_graph_is_served_as_well()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await CommandRun.Of("model", "export", trained.Model, "--out", folder.File("cells.onnx"))).Code);
        await using var service = await Service.StartAsync("--models", folder.Path);

        using var answer = await service.Client.PostAsync("/v1/detect?score=0&model=cells", new ByteArrayContent(File.ReadAllBytes(Picture)));

        Assert.NotEmpty(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detections"]!.AsArray());
    }

    [Fact]
    public async Task Listening_elsewhere_without_a_key_is_said_loudly_and_limits_are_passed_on()
    {
        await using (var service = await Service.StartAsync("--model", trained.Model, "--urls", "http://0.0.0.0:0", "--max-body", "0.001", "--max-pixels", "100"))
        {
            using var large = await service.Client.PostAsync("/v1/detect", new ByteArrayContent(new byte[2000]));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
            Assert.Contains("WARNING: http://0.0.0.0:0 can be reached from other machines", (await service.StopAsync()).Error, StringComparison.Ordinal);
        }

        await using (var service = await Service.StartAsync("--model", trained.Model, "--urls", "http://0.0.0.0:0", "--api-key", "secret"))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await service.Client.GetAsync("/v1/models")).StatusCode);
            var said = (await service.StopAsync()).Error;
            Assert.DoesNotContain("WARNING", said, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--model FILE")]
    [InlineData("--urls x", "--model", "MODEL", "--urls", "x")]
    [InlineData("no model file", "--model", "none.safetensors")]
    [InlineData("no folder", "--models", "none")]
    [InlineData("no folder 'none'", "--model", "MODEL", "--uploads", "none")]
    [InlineData("--max-batch must", "--model", "MODEL", "--max-batch", "0")]
    [InlineData("--deadline", "--model", "MODEL", "--deadline", "-1")]
    [InlineData("--max-body", "--model", "MODEL", "--max-body", "0")]
    [InlineData("--cors must", "--model", "MODEL", "--cors", "*")]
    public async Task A_mistake_is_one_line(string words, params string[] arguments) =>
        (await CommandRun.Of(["serve", .. arguments.Select(argument => argument == "MODEL" ? trained.Model : argument)])).OneLineOfWrongInput(words);

    [Fact]
    public async Task An_address_that_is_taken_is_said_with_the_cure()
    {
        await using var service = await Service.StartAsync("--model", trained.Model);
        var run = await CommandRun.Of("serve", "--model", trained.Model, "--urls", $"http://127.0.0.1:{service.Client.BaseAddress!.Port}");

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Matches("^gannet: .*in use; stop the other program, or name another address with --urls.$", run.Error.TrimEnd().Split('\n')[^1]);
    }

    private static async Task<HttpResponseMessage> Get(Service service, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = host } };
        return await service.Client.SendAsync(request);
    }

    /// <summary>A service in this process, on a port that is free.</summary>
    private sealed partial class Service : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly WatchedOutput _output = new();
        private readonly StringWriter _error = new();
        private Task<int> _run = Task.FromResult(0);

        public HttpClient Client { get; } = new();

        public static async Task<Service> StartAsync(params string[] arguments)
        {
            var service = new Service();
            string[] all = ["serve", .. arguments, .. arguments.Contains("--urls") ? [] : (string[])["--urls", "http://127.0.0.1:0"]];
            service._run = Task.Run(() => new CommandLine(new CommandContext(service._output, service._error)).RunAsync(all, service._stop.Token));
            if (await Task.WhenAny(service._run, service._output.Address) == service._run) Assert.Fail(service._error.ToString());
            service.Client.BaseAddress = new((await service._output.Address).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
            return service;
        }

        public async Task<(int Code, string Error)> StopAsync()
        {
            await _stop.CancelAsync();
            return (await _run, _error.ToString());
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            Client.Dispose();
        }
    }

    private sealed partial class WatchedOutput : StringWriter
    {
        private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Address => _address.Task;

        public override void WriteLine(string? value)
        {
            if (Listening().Match(value ?? "") is { Success: true } match) _address.TrySetResult(match.Groups[1].Value);
        }

        [GeneratedRegex(@"^Listening on (\S+)$")]
        private static partial Regex Listening();
    }
}
