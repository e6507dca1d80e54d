using Gannet.Imaging.Video;

namespace Gannet.Imaging.Tests.Video;

public sealed class VideoReaderTests
{
    [VideoFact]
    public void Frames_have_numbers_and_times()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 12, rate: 8);
        using var reader = new VideoReader(folder.File("a.mp4"));
        for (var k = 0; k < 12; k++)
        {
            Assert.Equal(k, reader.Position);
            if (k % 3 == 1)
            {
                Assert.True(reader.TrySkip());
            }
            else
            {
                Assert.True(reader.TryRead(out var frame));
                MadeVideo.AssertIs(k, frame);
            }

            Assert.Equal(k / 8.0, reader.Time.TotalSeconds, 1e-3);
        }

        Assert.False(reader.TryRead(out _));
        Assert.False(reader.TrySkip());
        Assert.Equal(12, reader.Position);
    }

    // 0.5 is just after frame 12, 10.97 needs the index, and 16 is the end.
    [VideoTheory]
    [InlineData("a.mp4", 0, 0)]
    [InlineData("a.mp4", 0.49, 13)]
    [InlineData("a.mp4", 0.48, 12)]
    [InlineData("a.mp4", 10.97, 275)]
    [InlineData("a.mp4", 15.96, 399)]
    [InlineData("a.mkv", 14, 350)]
    [InlineData("a.avi", 14, 350)]
    public void Moves_to_a_time(string name, double seconds, int expected)
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File(name), 400);
        using var reader = new VideoReader(folder.File(name));
        Assert.True(reader.SkipTo(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(expected, reader.Position);
        Assert.True(reader.TryRead(out var frame));
        MadeVideo.AssertIs(expected, frame);
        Assert.Equal(expected / 25.0, reader.Time.TotalSeconds, 2e-3); // Matroska counts milliseconds
        Assert.Equal(400 - expected - 1, reader.Count());
        Assert.False(reader.EndedEarly);
    }

    [VideoFact]
    public void Moving_beyond_the_end_reaches_it()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 30);
        using var reader = new VideoReader(folder.File("a.mp4"));
        Assert.False(reader.SkipTo(TimeSpan.FromSeconds(1e6)));
        Assert.Equal(30, reader.Position);
        Assert.False(reader.TryRead(out _));
    }

    [VideoTheory]
    [InlineData("a.mkv")]
    [InlineData("a.avi")]
    public void A_video_that_is_cut_off_ends_early(string name)
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File(name), 200);
        var bytes = File.ReadAllBytes(folder.File(name));
        File.WriteAllBytes(folder.File("cut" + name), bytes[..(bytes.Length / 2)]);
        using var reader = new VideoReader(folder.File("cut" + name));
        Assert.InRange(reader.Count(), 20, 180);
        Assert.Equal(reader.FrameCount > 0, reader.EndedEarly);
    }

    // The index of an MP4 is at its end.
    [VideoFact]
    public void An_mp4_without_its_end_cannot_be_opened()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 50);
        var bytes = File.ReadAllBytes(folder.File("a.mp4"));
        File.WriteAllBytes(folder.File("cut.mp4"), bytes[..(bytes.Length / 2)]);
        Refused(folder.File("cut.mp4"), "cut.mp4: the video is damaged, cut off, or of an unknown codec");
    }

    [VideoFact]
    public void Damaged_bytes_end_in_one_line_or_in_fewer_frames()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["a.mp4", "a.mkv", "a.avi"])
        {
            MadeVideo.Write(folder.File(name), 20);
            var (bytes, random) = (File.ReadAllBytes(folder.File(name)), new Random(3));
            for (var round = 0; round < 40; round++)
            {
                var damaged = (byte[])bytes.Clone();
                for (var k = 0; k < 1 + round / 2; k++) damaged[random.Next(16, damaged.Length)] = (byte)random.Next(256);
                File.WriteAllBytes(folder.File("damaged"), damaged);
                try
                {
                    using var reader = new VideoReader(folder.File("damaged"), maxPixels: 1 << 20);
                    foreach (var frame in reader.Take(100)) Assert.True(frame.Width * frame.Height <= 1 << 20);
                }
                catch (InvalidDataException error)
                {
                    Assert.DoesNotContain('\n', error.Message);
                }
            }
        }
    }

    [Fact]
    public void What_is_no_video_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("empty.mp4"), []);
        File.WriteAllText(folder.File("text.mp4"), "This is a text about videos.");
        File.WriteAllText(folder.File("list.avi"), "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n");
        Refused(folder.File("empty.mp4"), "empty.mp4: the file is empty");
        Refused(folder.File("text.mp4"), "text.mp4: not a video that Gannet reads");
        Refused(folder.File("list.avi"), "list.avi: not a video that Gannet reads");
        Assert.Throws<FileNotFoundException>(() => new VideoReader(folder.File("none.mp4")));
    }

    [VideoFact]
    public void A_header_alone_is_refused()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 5);
        File.WriteAllBytes(folder.File("header.mp4"), File.ReadAllBytes(folder.File("a.mp4"))[..40]);
        Refused(folder.File("header.mp4"), "header.mp4: the video is damaged");
    }

    [VideoFact]
    public void Frames_above_the_limit_are_refused_before_one_is_read()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 5);
        var message = Assert.Throws<InvalidDataException>(() => new VideoReader(folder.File("a.mp4"), maxPixels: 1000)).Message;
        Assert.Contains("the frames are 64×48, more than the limit of 1000 pixels", message, StringComparison.Ordinal);
    }

    [VideoFact]
    public void A_name_is_no_address_and_no_pattern()
    {
        using var folder = new TemporaryFolder();
        var name = folder.File("file:a%02d ü.mp4");
        MadeVideo.Write(name, 3);
        using var reader = new VideoReader(name);
        Assert.Equal(3, reader.Count());
    }

    [VideoFact]
    public void A_closed_reader_says_so()
    {
        using var folder = new TemporaryFolder();
        MadeVideo.Write(folder.File("a.mp4"), 3);
        var reader = new VideoReader(folder.File("a.mp4"));
        reader.Dispose();
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.TryRead(out _));
    }

    private static void Refused(string path, string words) =>
        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => new VideoReader(path)).Message, StringComparison.Ordinal);
}
