using System.Buffers.Binary;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Tests.Codecs.Jpeg;

public sealed class JpegReaderTests
{
    public static TheoryData<string> Fixtures => [.. Readers.Fixtures(".jpg").Where(static name => !HasInks(name))];

    public static TheoryData<string> Inks => [.. Readers.Fixtures(".jpg").Where(HasInks)];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Equals_OpenCV(string name) => Readers.AssertEqual(Readers.Fixture(name), name);

    // OpenCV is up to two levels off, so these come from the managed reader even where OpenCV is there.
    [Theory]
    [MemberData(nameof(Inks))]
    public void Inks_give_the_colours_of_PIL(string name)
    {
        Assert.Equal(Readers.Fixture(name + ".rgb"), ImageDecoder.Decode(Readers.Fixture(name), name).Pixels);
        Assert.Equal(Readers.Fixture(name + ".rgb"), ImageDecoder.Decode(Readers.Fixture(name), name, 5000, PictureReader.Managed).Pixels);
    }

    [Fact]
    public void Equals_OpenCV_at_every_size_and_quality()
    {
        var random = new Random(2);
        foreach (var quality in new[] { 1, 10, 50, 80, 92, 99, 100 })
        {
            for (var width = 1; width < 40; width += 3)
            {
                var picture = new Image(width, 1 + random.Next(40));
                random.NextBytes(picture.Pixels);
                Readers.AssertEqual(ImageEncoder.Encode(picture, ImageFormat.Jpeg, quality), $"{width}×{picture.Height}, quality {quality}");
            }
        }
    }

    [Fact]
    public void Damage_is_refused_and_nothing_else_happens() => Readers.Fuzz(".jpg", 300);

    [Theory]
    [InlineData("23x33-444.jpg")]
    [InlineData("23x33-420-progressive.jpg")]
    public void A_small_file_that_states_a_large_size_is_refused_before_room_is_made(string name)
    {
        var bytes = Readers.Fixture(name);
        var frame = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 17, 8, 0, 33, 0, 23]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(frame + 3), 16000);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(frame + 5), 16000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("a.jpg: the Jpeg picture is damaged (it is too short for its size).", Message(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Data_that_are_missing_in_the_middle_are_not_filled_with_grey()
    {
        var bytes = ImageEncoder.Encode(new Image(320, 240, [.. Enumerable.Range(0, 320 * 240 * 3).Select(static i => (byte)(i * 7919 >> 3))]), ImageFormat.Jpeg);
        var half = bytes.Length / 2;
        Assert.Equal("a.jpg: the Jpeg picture is damaged (its codes are damaged).", Message([.. bytes[..half], .. bytes[(half + 512)..]]));
    }

    [Fact]
    public void A_scan_that_repeats_another_is_refused()
    {
        var bytes = Readers.Fixture("grey-progressive.jpg");
        var scan = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] repeated = [.. bytes[..scan], .. bytes[scan..^2], .. bytes[scan..]];
        Assert.Equal("a.jpg: the Jpeg picture is damaged (its scans are in no sensible order).", Message(repeated));
    }

    private static string Message(byte[] bytes) => Assert.Throws<InvalidDataException>(
        () => ImageDecoder.Decode(bytes, "a.jpg", ImageDecoder.DefaultMaxPixels, PictureReader.Managed)).Message;

    private static bool HasInks(string name) => File.Exists(Repository.Fixture($"codecs/{name}.rgb"));
}
