using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Imaging.Codecs;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Loading;

public sealed class DecodedImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_is_kept_is_not_read_again_and_cannot_be_changed()
    {
        var picture = Picture();
        var decoded = new DecodedImages([picture], room: 1000);
        var first = decoded.Read(picture).Pixels;
        var pixels = first.Pixels.ToArray();
        File.Delete(picture.Path);
        Array.Clear(first.Pixels);
        Array.Clear(decoded.Read(picture).Pixels.Pixels);
        Assert.Equal(pixels, decoded.Read(picture).Pixels.Pixels);
    }

    [Fact]
    public void Without_room_a_picture_is_read_each_time()
    {
        var picture = Picture();
        var decoded = new DecodedImages([picture], room: 8 * 6 * 3 - 1);
        Assert.Equal(decoded.Read(picture).Pixels.Pixels, decoded.Read(picture).Pixels.Pixels);
        File.Delete(picture.Path);
        Assert.ThrowsAny<IOException>(() => decoded.Read(picture));
    }

    // Two of the three parts have 3 × 4 pixels, and there is room for those and no more.
    [Fact]
    public void A_picture_is_decoded_once_for_all_its_parts_that_have_room()
    {
        var whole = Picture();
        TrainingImage[] parts = [.. ((Box[])[new(0, 0, 3, 4), new(5, 2, 8, 6), new(0, 0, 8, 6)]).Select(window => whole with { Window = window })];
        var decoded = new DecodedImages(parts, room: 2 * 3 * 4 * 3);
        var image = ImageDecoder.Decode(whole.Path);
        var read = decoded.Read(parts[2]).Pixels;
        Assert.Equal(image.Pixels, read.Pixels);
        File.Delete(whole.Path);
        var second = decoded.Read(parts[1]).Pixels;
        Assert.Equal((3, 4), (second.Width, second.Height));
        for (var y = 0; y < 4; y++) Assert.Equal(image.Row(2 + y)[15..24].ToArray(), second.Row(y).ToArray());
        Assert.Equal(image.Row(0)[..9].ToArray(), decoded.Read(parts[0]).Pixels.Row(0).ToArray());
        Assert.ThrowsAny<IOException>(() => decoded.Read(parts[2]));
    }

    // 8 × 6 pixels become an input of 4 × 3, so 1.5 times as large is 6 × 4.5, and objects shrink by 6 / 8 and 4 / 6 (half is rounded to even).
    [Fact]
    public void A_large_picture_is_reduced_with_its_objects()
    {
        var picture = Picture() with { GroundTruth = new([new(0, 0, 8, 3)], [0]) };
        var transform = new ImageTransform(new() { MinSize = 3, MaxSize = 100 });
        var decoded = new DecodedImages([picture], room: 1000, DecodedImages.Largest(transform, 1.5));
        var read = decoded.Read(picture);
        Assert.Equal((6, 4, 8, 6), (read.Pixels.Width, read.Pixels.Height, read.FileSize.Width, read.FileSize.Height));
        Assert.Equal(new Box(0, 0, 6, 2), read.Place(picture.GroundTruth).Boxes[0]);
        File.Delete(picture.Path);
        Assert.Equal(read.Pixels.Pixels, decoded.Read(picture).Pixels.Pixels);
        Assert.Equal(8, new DecodedImages([picture], room: 0, DecodedImages.Largest(transform, 2)).Read(Picture()).Pixels.Width);
    }

    [Fact]
    public void A_part_outside_of_the_picture_is_an_error()
    {
        var part = Picture() with { Window = new(4, 4, 12, 12) };
        Assert.Contains("has 8 × 6 pixels, fewer than", Assert.Throws<InvalidDataException>(() => new DecodedImages([part], room: 1000).Read(part)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private TrainingImage Picture()
    {
        var image = new Image(8, 6);
        for (var k = 0; k < image.Pixels.Length; k++) image.Pixels[k] = (byte)k;
        var path = _folder.File("picture.png");
        ImageEncoder.Write(image, path);
        return new(path, GroundTruth.None);
    }
}
