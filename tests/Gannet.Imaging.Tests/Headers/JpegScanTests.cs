using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Tests.Headers;

public class JpegScanTests
{
    public static TheoryData<string> Images =>
        [.. Directory.GetFiles(Repository.Fixture("pictures"), "*.jpg").Select(static path => Path.GetFileName(path)!).Order()];

    [Theory]
    [MemberData(nameof(Images))]
    public void Whole_pictures_are_sound(string name) => Assert.True(JpegScan.IsSound(File.ReadAllBytes(Repository.Fixture($"pictures/{name}"))));

    [SharedDataFact("data/photos/dog.jpg")]
    public void Whole_photographs_are_sound()
    {
        foreach (var path in Directory.GetFiles(Repository.Shared("data"), "*.jpg", SearchOption.AllDirectories))
            Assert.True(JpegScan.IsSound(File.ReadAllBytes(path)), path);
    }

    // As a failing disk or a broken transfer leaves it: a sector of zeros, a part that is missing, a part of something else.
    [Theory]
    [InlineData("zeros")]
    [InlineData("missing")]
    [InlineData("foreign")]
    public void Damage_in_the_middle_is_found_though_the_end_is_there(string kind)
    {
        var bytes = ImageEncoder.Encode(Noise(), ImageFormat.Jpeg);
        var half = bytes.Length / 2;
        var damaged = kind == "missing" ? [.. bytes[..half], .. bytes[(half + 512)..]] : bytes.ToArray();
        if (kind == "zeros") damaged.AsSpan(half, 512).Clear();
        if (kind == "foreign") new Random(3).NextBytes(damaged.AsSpan(half, 512));
        ImageHeader.Verify(bytes, "whole.jpg");
        var error = Assert.Throws<InvalidDataException>(() => ImageHeader.Verify(damaged, "damaged.jpg"));
        Assert.StartsWith("damaged.jpg: the Jpeg picture is ", error.Message, StringComparison.Ordinal);
    }

    private static Image Noise()
    {
        var picture = new Image(320, 240);
        new Random(1).NextBytes(picture.Pixels);
        return picture;
    }
}
