using System.Net;
using System.Net.Sockets;
using Gannet.Imaging.Codecs;

namespace Gannet.Cli.Tests.Commands;

public sealed class LabelCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LabelCommandTests() => ImageEncoder.Write(new Image(64, 48), _folder.File("a.png"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_says_where_the_page_is_and_ends_well_with_Ctrl_C()
    {
        var run = await CommandRun.Until("Label at", "label", "--data", _folder.Path, "--classes", "pin,pad", "--port", "0", "--no-open", "--out", _folder.File("runs"));
        Assert.Equal((0, ""), (run.Code, run.Output));
        Assert.Matches(@"1 picture, voc, 2 classes: .*\nLabel at http://127\.0\.0\.1:\d+; Ctrl\+C ends it", run.Error);
        Assert.Equal("pin\npad\n", File.ReadAllText(_folder.File("classes.txt")));
    }

    [Fact]
    public async Task Listening_for_others_is_said_loudly()
    {
        var run = await CommandRun.Until("Label at", "label", "--data", _folder.Path, "--urls", "http://0.0.0.0:0", "--no-open", "--out", _folder.File("runs"));
        Assert.Contains("WARNING: http://0.0.0.0:0 can be reached from other machines", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port 70000", "--port 70000", "65535")]
    [InlineData("--port 1 --urls http://localhost:1", "--urls and --port")]
    [InlineData("--urls https://localhost:1", "https://localhost:1", "http")]
    [InlineData("--urls localhost", "localhost", "http")]
    [InlineData("--urls http://localhost:1/path", "path")]
    [InlineData("--split train", "train")]
    [InlineData("--model none.safetensors", "none.safetensors")]
    public async Task Wrong_options_end_in_one_line(string options, params string[] words) =>
        (await CommandRun.Of(["label", "--data", _folder.Path, "--no-open", .. options.Split(' ')])).OneLineOfWrongInput(words);

    [Fact]
    public async Task A_folder_without_pictures_and_a_port_in_use_end_in_one_line()
    {
        var empty = Directory.CreateDirectory(_folder.File("empty")).FullName;
        (await CommandRun.Of("label", "--data", empty, "--no-open")).OneLineOfWrongInput("no picture");
        (await CommandRun.Of("label", "--data", _folder.File("absent"), "--no-open")).OneLineOfWrongInput("absent");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        (await CommandRun.Of("label", "--data", _folder.Path, "--no-open", "--port", $"{port}", "--out", _folder.File("runs"))).OneLineOfWrongInput($"{port}", "--port");
    }
}
