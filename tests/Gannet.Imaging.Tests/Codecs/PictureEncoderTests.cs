using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Tests.Codecs;

public sealed class PictureEncoderTests
{
    [Theory]
    [InlineData("a.png", PictureFormat.Png, 0)]
    [InlineData("a.bmp", PictureFormat.Bmp, 0)]
    [InlineData("a.TIF", PictureFormat.Tiff, 0)]
    [InlineData("a.jpeg", PictureFormat.Jpeg, 6)]
    [InlineData("a.webp", PictureFormat.WebP, 8)]
    public void Round_trip(string name, PictureFormat format, int meanError)
    {
        var picture = PictureDecoder.Decode(Repository.Fixture("pictures/rgb.png"));
        using var folder = new TemporaryFolder();
        PictureEncoder.Write(picture, folder.File(name), quality: 95);
        Assert.Equal([folder.File(name)], Directory.GetFiles(folder.Path));
        Assert.Equal(format, PictureHeader.Verify(folder.File(name)).Format);
        var again = PictureDecoder.Decode(folder.File(name));
        Assert.InRange(picture.Pixels.Zip(again.Pixels, static (a, b) => Math.Abs(a - b)).Average(), 0, meanError);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var picture = new Picture(2, 2);
        Assert.Throws<ArgumentException>(() => PictureEncoder.Write(picture, "a.gif"));
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureEncoder.Encode(picture, PictureFormat.Jpeg, 0));
    }

    [Fact]
    public void A_picture_that_the_format_cannot_hold_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => PictureEncoder.Encode(new Picture(20000, 1), PictureFormat.WebP));
}
