using System.Text.Json;
using Gannet.Cli.Tests.Video;
using Gannet.Imaging.Video;

namespace Gannet.Cli.Tests.Scenarios;

// Signals in the middle of a video.
public sealed partial class ProcessTests
{
    private const int SignalTerminate = 15, FilmFrames = 1500, Side = 128;

    // A container of each kind: one that is useless without its end, and one that is not.
    [VideoFact]
    public Task Ctrl_C_finishes_the_video_with_what_was_found() => Interrupted(Interrupt, "found.mp4");

    [VideoFact]
    public Task SIGTERM_finishes_the_video_with_what_was_found() => Interrupted(SignalTerminate, "found.avi");

    private async Task Interrupted(int signal, string name)
    {
        using var folder = new TemporaryFolder();
        var (film, found, rows) = (folder.File("film.avi"), folder.File(name), folder.File("found.json"));
        WriteNoise(film);
        using var process = Start(["detect", film, "--model", trained.Model, "--score", "0", "--out", found, "--json", rows]);
        // Frames have been written when the unfinished file has grown beyond its header.
        await Until(process, () => Directory.GetFiles(folder.Path, $".found.*{Path.GetExtension(name)}").Any(static file => new FileInfo(file).Length > 16_384));
        Assert.False(process.HasExited, "it ended before it was interrupted");
        Assert.False(File.Exists(found));

        Assert.Equal(0, Kill(process.Id, signal));

        Assert.Equal(130, await End(process));
        var (width, height, rate, frames) = MadeVideo.Measure(found);
        Assert.Equal((Side, Side, MadeVideo.Rate), (width, height, rate));
        Assert.InRange(frames, 1, FilmFrames - 1);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(rows));
        Assert.All(json.RootElement.EnumerateArray(), row => Assert.InRange(row.GetProperty("frame").GetInt32(), 0, frames - 1));
        string[] expected = ["film.avi", "found.json", name];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    // Nothing but noise: no codec can hold many frames back in a few bytes.
    private static void WriteNoise(string path)
    {
        using var writer = new VideoWriter(path, Side, Side, MadeVideo.Rate);
        var (random, frame) = (new Random(1), new Image(Side, Side));
        for (var k = 0; k < FilmFrames; k++)
        {
            random.NextBytes(frame.Pixels);
            writer.Write(frame);
        }
    }
}
