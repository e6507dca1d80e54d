using Gannet.Imaging.Codecs;

namespace Gannet.Imaging.Tests.Codecs;

public sealed class PictureReadingTests
{
    private static readonly string[] s_known = [".jpg", ".png"];

    [Fact]
    public void Without_OpenCV_the_fixtures_have_the_same_pixels_upright()
    {
        foreach (var path in Directory.GetFiles(Repository.Fixture("pictures"), "*.rgb").Select(static path => path[..^".rgb".Length]))
        {
            if (!s_known.Contains(Path.GetExtension(path))) continue;
            var picture = ImageDecoder.Decode(File.ReadAllBytes(path), path, ImageDecoder.DefaultMaxPixels, PictureReader.Managed);
            Assert.True(picture.Pixels.AsSpan().SequenceEqual(File.ReadAllBytes(path + ".rgb")), path);
        }
    }

    [SharedDataFact("data/photos/dog.jpg")]
    public void Without_OpenCV_photographs_have_the_same_pixels()
    {
        foreach (var path in Directory.GetFiles(Repository.Shared("data"), "*", SearchOption.AllDirectories).Where(static p => s_known.Contains(Path.GetExtension(p))))
            Readers.AssertEqual(File.ReadAllBytes(path), path);
    }

    [Theory]
    [InlineData("rgb.bmp", "Bmp")]
    [InlineData("lossy.webp", "WebP")]
    [InlineData("rgb.tiff", "Tiff")]
    public void Without_OpenCV_other_formats_are_named_with_the_cure(string name, string format)
    {
        var bytes = File.ReadAllBytes(Repository.Fixture($"pictures/{name}"));
        var error = Assert.Throws<DllNotFoundException>(() => ImageDecoder.Decode(bytes, name, 1000, PictureReader.Managed));
        Assert.Equal($"{name}: reading {format} needs OpenCV; save the picture as PNG or JPEG, or install it.", error.Message);
    }

    [Theory]
    [InlineData("rgb.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("rgb.png")]
    public void Without_OpenCV_half_a_picture_is_refused_as_with_it(string name)
    {
        var bytes = File.ReadAllBytes(Repository.Fixture($"pictures/{name}"));
        bytes = bytes.AsSpan(0, bytes.Length * 2 / 3).ToArray();
        foreach (var reader in new[] { PictureReader.OpenCv, PictureReader.Managed })
        {
            var error = Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(bytes, name, 1000, reader));
            Assert.StartsWith($"{name}: the ", error.Message, StringComparison.Ordinal);
            Assert.Contains("cut off", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_sound_picture_of_a_kind_that_is_not_read_is_not_called_damaged()
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("pictures/rgb.jpg"));
        bytes[bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) + 1] = 0xC9;
        Assert.Equal(
            "a.jpg: a JPEG of arithmetic codes is not read without OpenCV; save it as a baseline JPEG.",
            Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(bytes, "a.jpg", 1000, PictureReader.Managed)).Message);
    }
}
