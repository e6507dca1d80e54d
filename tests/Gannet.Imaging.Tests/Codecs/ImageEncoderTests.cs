using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Tests.Codecs;

public sealed class ImageEncoderTests
{
    [Theory]
    [InlineData("a.png", ImageFormat.Png, 0)]
    [InlineData("a.bmp", ImageFormat.Bmp, 0)]
    [InlineData("a.TIF", ImageFormat.Tiff, 0)]
    [InlineData("a.jpeg", ImageFormat.Jpeg, 6)]
    [InlineData("a.webp", ImageFormat.WebP, 8)]
    public void Round_trip(string name, ImageFormat format, int meanError)
    {
        var picture = ImageDecoder.Decode(Repository.Fixture("pictures/rgb.png"));
        using var folder = new TemporaryFolder();
        ImageEncoder.Write(picture, folder.File(name), quality: 95);
        Assert.Equal([folder.File(name)], Directory.GetFiles(folder.Path));
        Assert.Equal(format, ImageHeader.Verify(folder.File(name)).Format);
        var again = ImageDecoder.Decode(folder.File(name));
        Assert.InRange(picture.Pixels.Zip(again.Pixels, static (a, b) => Math.Abs(a - b)).Average(), 0, meanError);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var picture = new Image(2, 2);
        Assert.Throws<ArgumentException>(() => ImageEncoder.Write(picture, "a.gif"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageEncoder.Encode(picture, ImageFormat.Jpeg, 0));
    }

    [Fact]
    public void A_picture_that_the_format_cannot_hold_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => ImageEncoder.Encode(new Image(20000, 1), ImageFormat.WebP));
}
