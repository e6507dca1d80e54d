using System.Buffers.Binary;
using Gannet.Imaging.Codecs;

namespace Gannet.Imaging.Tests.Codecs.Png;

public sealed class PngReaderTests
{
    public static TheoryData<string> Fixtures => [.. Readers.Fixtures(".png")];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Equals_OpenCV(string name) => Readers.AssertEqual(Readers.Fixture(name), name);

    [Fact]
    public void Damage_is_refused_and_nothing_else_happens() => Readers.Fuzz(".png", 300);

    [Fact]
    public void A_wrong_checksum_is_refused()
    {
        var bytes = Readers.Fixture("colour2-8bit-21x13.png");
        bytes[^20] ^= 1; // within the checksum of the last IDAT chunk or its data
        Assert.Equal("a.png: the Png picture is damaged (a checksum is wrong).", Message(bytes));
    }

    [Fact]
    public void A_small_file_that_states_a_large_size_is_refused_before_room_is_made()
    {
        var bytes = Readers.Fixture("colour2-8bit-21x13.png");
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), 16000);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), 16000);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), Crc32.Append(0, bytes.AsSpan(12, 17)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("a.png: the Png picture is damaged (it is too short for its size).", Message(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static string Message(byte[] bytes) => Assert.Throws<InvalidDataException>(
        () => ImageDecoder.Decode(bytes, "a.png", ImageDecoder.DefaultMaxPixels, PictureReader.Managed)).Message;
}
