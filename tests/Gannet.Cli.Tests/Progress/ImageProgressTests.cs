using Gannet.Cli.Progress;

namespace Gannet.Cli.Tests.Progress;

public sealed class ImageProgressTests
{
    [Theory]
    [InlineData(0, 100, 10, "detecting: 0 of 100 frames")]
    [InlineData(25, 100, 30, "detecting: 25 of 100 frames, 0:01:30 left")]
    [InlineData(100, 100, 30, "detecting: 100 of 100 frames, 0:00:00 left")]
    [InlineData(120, 100, 30, "detecting: 120 of 100 frames, 0:00:00 left")]
    [InlineData(7, 0, 30, "detecting: 7 frames")]
    public void A_line_says_how_much_is_left(int done, int all, int seconds, string line) =>
        Assert.Equal(line, ImageProgress.Line("detecting", done, all, "frames", TimeSpan.FromSeconds(seconds)));
}
