using Gannet.Datasets.Checking;
using Gannet.Datasets.Synthesis;
using Gannet.Imaging;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;

namespace Gannet.Datasets.Tests.Checking;

public sealed class PictureHashTests
{
    [Fact]
    public void A_bit_says_whether_a_field_is_brighter_than_the_one_left_of_it()
    {
        // 17 columns, each brighter than the last but one, all rows alike: fields 1 to 16 of each row set all bits, the mirror image none.
        var (rising, falling) = (Columns(static x => (byte)(x * 10)), Columns(static x => (byte)(250 - x * 10)));
        Assert.Equal(new(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue), PictureHash.Of(rising));
        Assert.Equal(default, PictureHash.Of(falling));
        Assert.Equal(256, PictureHash.Of(rising).Distance(PictureHash.Of(falling)));
    }

    [Fact]
    public void The_smallest_picture_has_a_hash() => Assert.Equal(default, PictureHash.Of(new Image(1, 1)));

    [LinuxFact]
    public void The_same_picture_in_another_file_is_nearly_the_same_and_another_picture_is_not()
    {
        var pictures = Enumerable.Range(0, 12).Select(static seed => new SmearSynthesizer(new() { Width = 320, Height = 240 }).Make(seed).Image).ToArray();
        foreach (var picture in pictures)
        {
            var hash = PictureHash.Of(picture);
            Assert.InRange(hash.Distance(PictureHash.Of(ImageDecoder.Decode(ImageEncoder.Encode(picture, ImageFormat.Jpeg, 40), "p.jpg"))), 0, PictureHash.NearlySame);
            Assert.InRange(hash.Distance(PictureHash.Of(ImageResizer.Resize(picture, 200, 150))), 0, PictureHash.NearlySame);
            Assert.InRange(hash.Distance(PictureHash.Of(Brighter(picture))), 0, PictureHash.NearlySame);
            Assert.All(pictures.Where(other => other != picture), other => Assert.True(hash.Distance(PictureHash.Of(other)) > 2 * PictureHash.NearlySame));
        }
    }

    private static Image Brighter(Image picture) => new(picture.Width, picture.Height, Array.ConvertAll(picture.Pixels, static v => (byte)(v * 0.85 + 20)));

    private static Image Columns(Func<int, byte> grey)
    {
        var picture = new Image(17, 16);
        for (var k = 0; k < picture.Pixels.Length; k++) picture.Pixels[k] = grey(k / 3 % 17);
        return picture;
    }
}
