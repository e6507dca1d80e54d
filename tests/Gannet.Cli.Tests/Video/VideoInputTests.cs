using Gannet.Cli.Parsing;
using Gannet.Cli.Video;

namespace Gannet.Cli.Tests.Video;

public sealed class VideoInputTests
{
    [Fact]
    public void A_video_is_known_by_its_name()
    {
        Assert.Equal("a.MP4", VideoInput.Of(["a.MP4"]));
        Assert.Null(VideoInput.Of(["a.jpg", "b"]));
        Assert.Contains("b.mkv is a video", Assert.Throws<UsageException>(static () => VideoInput.Of(["a.jpg", "b.mkv"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_none_whatever_its_name()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("a.mp4"));
        Assert.Null(VideoInput.Of([folder.File("a.mp4")]));
    }
}
