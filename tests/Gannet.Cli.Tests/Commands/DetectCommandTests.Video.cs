using System.Text.Json;
using Gannet.Cli.Tests.Video;
using Gannet.Imaging.Codecs;

namespace Gannet.Cli.Tests.Commands;

public sealed partial class DetectCommandTests
{
    [VideoFact]
    public async Task A_video_becomes_a_video_and_rows_with_frames_and_tracks()
    {
        using var folder = new TemporaryFolder();
        var film = MadeVideo.Write(folder.File("film.mp4"), 7, Smear());
        var run = await CommandRun.Of(
            "detect", film, "--model", trained.Model, "--score", "0", "--track", "--every", "2", "--out", folder.File("found.mp4"), "--json", "-");
        Assert.True(run.Code == 0, run.Error);
        Assert.Matches(@"^\d+ objects, \d+ tracks? in 7 frames, 4 of them looked at; [\d.]+ s, [\d.]+ frames per second\n$", run.Error);
        Assert.Equal((128, 128, MadeVideo.Rate, 7), MadeVideo.Measure(folder.File("found.mp4")));

        using var json = JsonDocument.Parse(run.Output);
        var rows = json.RootElement.EnumerateArray().ToList();
        Assert.NotEmpty(rows);
        Assert.Contains(rows, static row => row.TryGetProperty("track_id", out _));
        Assert.All(rows, static row =>
        {
            var frame = row.GetProperty("frame").GetInt32();
            Assert.Equal((frame + 1, "film.mp4"), (row.GetProperty("image_id").GetInt32(), row.GetProperty("file_name").GetString()));
            Assert.Equal(frame / MadeVideo.Rate, row.GetProperty("time_s").GetDouble(), 1e-3);
            Assert.Equal(frame % 2 == 1, row.TryGetProperty("predicted", out _));
            Assert.Equal(4, row.GetProperty("bbox").GetArrayLength());
        });
    }

    [VideoFact]
    public async Task Without_a_file_each_object_is_a_line()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of("detect", MadeVideo.Write(folder.File("film.mkv"), 2, Smear()), "--model", trained.Model, "--score", "0");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("film.mkv frame 1 (0.08 s): ", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n')[..^1], static line => Assert.Matches(@"^film\.mkv frame [01] \(0\.\d\d s\): .+ at \(", line));
    }

    [VideoFact]
    public async Task A_folder_gets_the_frames_that_were_looked_at()
    {
        using var folder = new TemporaryFolder();
        var film = MadeVideo.Write(folder.File("film.avi"), 6, Smear());
        var run = await CommandRun.Of("detect", film, "--model", trained.Model, "--every", "2", "--start", "0.15", "--out", folder.File("frames"));
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(["film-000002.jpg", "film-000004.jpg"], Directory.GetFiles(folder.File("frames")).Select(Path.GetFileName).Order());
        Assert.Equal(128, ImageDecoder.Decode(folder.File("frames/film-000002.jpg")).Width);
    }

    [VideoFact]
    public async Task A_video_that_is_cut_off_is_said_after_what_it_holds_is_done()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("whole.avi"), 100, Smear());
        var bytes = File.ReadAllBytes(folder.File("whole.avi"));
        File.WriteAllBytes(folder.File("cut.avi"), bytes[..(bytes.Length / 2)]);
        var run = await CommandRun.Of(
            "detect", folder.File("cut.avi"), "--model", trained.Model, "--every", "10", "--out", folder.File("found.mp4"), "--json", folder.File("found.json"));
        Assert.Equal(2, run.Code);
        Assert.Matches(@"(?m)^gannet: .*cut\.avi: ends after \d+ of 100 frames; it is cut off or damaged: copy it again\.$", run.Error);
        Assert.InRange(MadeVideo.Measure(folder.File("found.mp4")).Frames, 20, 80);
        using var json = JsonDocument.Parse(File.ReadAllText(folder.File("found.json")));
        Assert.Equal(JsonValueKind.Array, json.RootElement.ValueKind);
    }

    [Fact]
    public async Task What_is_no_video_is_one_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("text.mp4"), "a text");
        File.WriteAllBytes(folder.File("empty.mkv"), []);
        (await CommandRun.Of("detect", folder.File("text.mp4"), "--model", trained.Model)).OneLineOfWrongInput("text.mp4: not a video");
        (await CommandRun.Of("detect", folder.File("empty.mkv"), "--model", trained.Model)).OneLineOfWrongInput("empty.mkv: the file is empty");
        (await CommandRun.Of("detect", folder.File("none.mp4"), "--model", trained.Model)).OneLineOfWrongInput("There is no file");
    }

    [Theory]
    [InlineData("a.mp4 is a video: give one at a time", "a.mp4", "b.jpg")]
    [InlineData("--track is for videos", ".", "--track")]
    [InlineData("--every is for videos", ".", "--every", "3")]
    [InlineData("a video is written from a video", ".", "--out", "found.mp4")]
    [InlineData("--every 0: must be 1", "a.mp4", "--every", "0")]
    [InlineData("--start must be 0 seconds or more", "a.mp4", "--start", "-1")]
    [InlineData("--duration must be more than 0 seconds", "a.mp4", "--duration", "0")]
    [InlineData("--regions is for pictures", "a.mp4", "--regions", "regions.json")]
    public async Task Wrong_usage_of_videos_is_one_line(string words, params string[] arguments) =>
        (await CommandRun.Of(["detect", "--model", trained.Model, .. arguments])).OneLineOfWrongInput(words);

    [VideoFact]
    public async Task The_video_itself_is_not_written_over()
    {
        using var folder = new TemporaryFolder();
        var film = MadeVideo.Write(folder.File("film.mp4"), 3);
        var before = File.ReadAllBytes(film);
        (await CommandRun.Of("detect", film, "--model", trained.Model, "--out", film)).OneLineOfWrongInput("is the video itself");
        Assert.Equal(before, File.ReadAllBytes(film));
    }

    [SharedDataFact("data/videos/car-detection.mp4")]
    public async Task A_video_of_cars_keeps_its_frames()
    {
        using var folder = new TemporaryFolder();
        var run = await CommandRun.Of(
            "detect", Repository.Shared("data/videos/car-detection.mp4"), "--model", trained.Model, "--every", "25", "--track", "--out", folder.File("found.mp4"), "--json", folder.File("found.json"));
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains(" in 377 frames, 16 of them looked at;", run.Error, StringComparison.Ordinal);
        Assert.Equal((768, 432, MadeVideo.Rate, 377), MadeVideo.Measure(folder.File("found.mp4")));
    }

    private Image Smear() => ImageDecoder.Decode(Directory.GetFiles(Path.Combine(trained.Data, "images", "val"), "*.png").Order().First());
}
