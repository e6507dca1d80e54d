using System.Text;
using Gannet.Imaging.Video;

namespace Gannet.Imaging.Tests.Video;

public sealed class VideoContainerTests
{
    [Theory]
    [InlineData("\0\0\0\u0018ftypmp42", true)]
    [InlineData("\0\0\0\u0008wide\0\0", true)]
    [InlineData("RIFF\u0010\0\0\0AVI LIST", true)]
    [InlineData("RIFF\u0010\0\0\0WAVEfmt ", false)]
    [InlineData("\u001a\u0045\u00df\u00a3", true)]
    [InlineData("\0\0\u0001\u00ba", true)]
    [InlineData("\0\0\u0001\u00b3", true)]
    [InlineData("OggS", true)]
    [InlineData("FLV\u0001", true)]
    [InlineData("#EXTM3U\n", false)]
    [InlineData("ffconcat version 1.0\nfile a.mp4\n", false)]
    [InlineData("v=0\no=- 0 0 IN IP4 127.0.0.1\n", false)]
    [InlineData("\u0047", false)]
    [InlineData("", false)]
    public void Known_starts(string start, bool isKnown) => Assert.Equal(isKnown, VideoContainer.IsKnown(Encoding.Latin1.GetBytes(start)));

    [Theory]
    [InlineData(0, 188, true)]
    [InlineData(4, 192, true)]
    [InlineData(0, 187, false)]
    public void Transport_streams_repeat_their_first_byte(int offset, int length, bool isKnown)
    {
        var header = new byte[VideoContainer.HeaderLength];
        for (var k = offset; k < header.Length; k += length) header[k] = 0x47;
        Assert.Equal(isKnown, VideoContainer.IsKnown(header));
    }
}
