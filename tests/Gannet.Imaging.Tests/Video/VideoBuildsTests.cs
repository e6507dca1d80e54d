using Gannet.Imaging.Video;

namespace Gannet.Imaging.Tests.Video;

public sealed class VideoBuildsTests
{
    [Theory]
    [InlineData("libgannet_video.so is missing. Set GANNET_NATIVE to its folder, which is …")]
    [InlineData("/somewhere/libgannet_video.so does not load. Run './gannet doctor' in Gannet's checkout.")]
    public void A_build_without_videoio_says_what_to_install(string reason)
    {
        var message = VideoBuilds.Missing(reason);
        Assert.StartsWith("Videos need OpenCV's videoio. Debian: sudo apt-get install libopencv-videoio-dev", message, StringComparison.Ordinal);
        Assert.Contains("libgannet_video.so", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_and_packages_have_their_own_words()
    {
        Assert.Equal("OpenCV's videoio 4.6 is needed. Debian: sudo apt-get install libopencv-videoio406.", VideoBuilds.Missing(VideoBuilds.Packaged.Failure([("x", "4.6")])));
        Assert.Equal("This needs OpenCV, which Gannet uses on Linux only.", VideoBuilds.Missing("This needs OpenCV, which Gannet uses on Linux only."));
    }
}
