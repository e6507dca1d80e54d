using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;
using Gannet.Imaging.Tests.Codecs;

namespace Gannet.Imaging.Tests.Headers;

public sealed class ImageHeaderTests
{
    [Theory]
    [MemberData(nameof(ImageDecoderTests.Fixtures), MemberType = typeof(ImageDecoderTests))]
    public void States_the_decoded_size(string name)
    {
        var path = Repository.Fixture($"pictures/{name}");
        var header = ImageHeader.Read(path);
        var picture = ImageDecoder.Decode(path);
        Assert.Equal((picture.Width, picture.Height), (header.Width, header.Height));
        Assert.Equal(header, ImageHeader.Verify(path));
    }

    [Fact]
    public void Orientation_is_read() => Assert.Equal(
        new ImageHeader(ImageFormat.Jpeg, 17, 23, 6), ImageHeader.Read(Repository.Fixture("pictures/orientation-6.jpg")));

    [Fact]
    public void A_header_behind_long_notes_is_found()
    {
        // Two application segments of 64 KiB push the frame header beyond the part that is read first.
        var bytes = File.ReadAllBytes(Repository.Fixture("pictures/rgb.jpg"));
        var segment = new byte[2 + 0xFFFF];
        (segment[0], segment[1], segment[2], segment[3]) = (0xFF, 0xEF, 0xFF, 0xFF);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("notes.jpg"), [.. bytes[..2], .. segment, .. segment, .. bytes[2..]]);
        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, 23, 17, 1), ImageHeader.Verify(folder.File("notes.jpg")));
        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, 23, 17, 1), ImageHeader.Read(folder.File("notes.jpg")));
    }

    [Fact]
    public void The_end_marker_of_a_thumbnail_does_not_count()
    {
        var bytes = File.ReadAllBytes(Repository.Fixture("pictures/rgb.jpg"));
        byte[] withThumbnail = [.. bytes[..2], 0xFF, 0xE1, 0, 6, 0xFF, 0xD8, 0xFF, 0xD9, .. bytes[2..^2]];
        Assert.Throws<InvalidDataException>(() => ImageDecoder.Decode(withThumbnail, "thumbnail.jpg"));
        Assert.Equal(23, ImageDecoder.Decode([.. withThumbnail, 0xFF, 0xD9], "thumbnail.jpg").Width);
    }
}
