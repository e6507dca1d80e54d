using Gannet.Imaging.Video;

namespace Gannet.Imaging.Tests.Video;

public sealed class VideoWriterTests
{
    [VideoTheory]
    [InlineData("film.mp4", 25)]
    [InlineData("film.MP4", 29.97)]
    [InlineData("film.mkv", 12.5)]
    [InlineData("film.avi", 10)]
    [InlineData("slow.mp4", 0.5)]
    public void What_is_written_is_read_back(string name, double rate)
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File(name), 30, rate);
        using var reader = new VideoReader(folder.File(name));
        Assert.Equal((MadeVideo.Width, MadeVideo.Height, 30), (reader.Width, reader.Height, reader.FrameCount));
        Assert.Equal(rate, reader.FrameRate, rate * 0.001);
        var frames = reader.ToList();
        Assert.Equal(30, frames.Count);
        for (var k = 0; k < 30; k++) MadeVideo.AssertIs(k, frames[k]);
        Assert.False(reader.EndedEarly);
        Assert.Equal([name], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [VideoFact]
    public void Colours_keep_their_order()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new VideoWriter(folder.File("a.mp4"), 64, 64, 25))
        {
            var orange = new Image(64, 64);
            for (var k = 0; k < orange.Pixels.Length; k += 3) (orange.Pixels[k], orange.Pixels[k + 1], orange.Pixels[k + 2]) = (230, 120, 20);
            for (var k = 0; k < 5; k++) writer.Write(orange);
        }

        using var reader = new VideoReader(folder.File("a.mp4"));
        Assert.True(reader.TryRead(out var frame));
        Assert.InRange(frame.Pixels[0], 215, 245);
        Assert.InRange(frame.Pixels[1], 105, 135);
        Assert.InRange(frame.Pixels[2], 5, 40);
    }

    [VideoTheory]
    [InlineData(33, 21)]
    [InlineData(2, 2)]
    public void The_last_column_of_an_odd_width_is_left_out(int width, int height)
    {
        using var folder = new TemporaryFolder();
        using (var writer = new VideoWriter(folder.File("a.mp4"), width, height, 25))
        {
            for (var k = 0; k < 3; k++) writer.Write(MadeVideo.Plain(width, height, 100));
            Assert.Equal(3, writer.FrameCount);
        }

        using var reader = new VideoReader(folder.File("a.mp4"));
        Assert.Equal((width & ~1, height & ~1, 3), (reader.Width, reader.Height, reader.Count()));
    }

    [VideoFact]
    public void The_file_appears_when_it_is_finished()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.mp4"), "old");
        using var writer = new VideoWriter(folder.File("a.mp4"), 64, 64, 25);
        writer.Write(new(64, 64));
        Assert.Equal("old", File.ReadAllText(folder.File("a.mp4")));
        writer.Finish();
        writer.Finish();
        Assert.Throws<ObjectDisposedException>(() => writer.Write(new(64, 64)));
        using var reader = new VideoReader(folder.File("a.mp4"));
        Assert.Single(reader);
    }

    [VideoFact]
    public void Without_a_frame_there_is_no_file()
    {
        using var folder = new TemporaryFolder();
        new VideoWriter(folder.File("new/a.mp4"), 64, 64, 25).Dispose();
        Assert.Empty(Directory.GetFiles(folder.File("new")));
    }

    [VideoFact]
    public void A_link_is_kept_and_its_target_replaced()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("target.mp4"), "old");
        File.CreateSymbolicLink(folder.File("link.mp4"), folder.File("target.mp4"));
        MadeVideo.Write(folder.File("link.mp4"), 2);
        Assert.NotNull(new FileInfo(folder.File("link.mp4")).LinkTarget);
        Assert.True(new FileInfo(folder.File("target.mp4")).Length > 100);
    }

    [VideoFact]
    public void What_cannot_be_written_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("folder.mp4"));
        Assert.Throws<ArgumentException>(() => new VideoWriter(folder.File("a.gif"), 64, 64, 25));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VideoWriter(folder.File("a.mp4"), 1, 64, 25));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VideoWriter(folder.File("a.mp4"), 64, 64, double.NaN));
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => new VideoWriter(folder.File("folder.mp4"), 64, 64, 25)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot write a video of 40000×2", Assert.Throws<IOException>(() => new VideoWriter(folder.File("a.mp4"), 40_000, 2, 25)).Message, StringComparison.Ordinal);
        using var writer = new VideoWriter(folder.File("a.mp4"), 64, 64, 25);
        Assert.Throws<ArgumentException>(() => writer.Write(new(64, 62)));
    }

    [Theory]
    [InlineData("a.mp4", true)]
    [InlineData("A.AVI", true)]
    [InlineData("a.mkv", true)]
    [InlineData("a.jpg", false)]
    [InlineData("mp4", false)]
    public void Known_extensions(string name, bool isKnown) => Assert.Equal(isKnown, VideoWriter.IsFor(name));
}
