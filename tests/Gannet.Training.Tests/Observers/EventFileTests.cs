using System.Buffers.Binary;
using System.Text;
using Gannet.Training.Observers;

namespace Gannet.Training.Tests.Observers;

public sealed class EventFileTests
{
    // CRC-32C of these texts is given in RFC 3720; the mask is that of the record format.
    [Theory]
    [InlineData("123456789", 0xE3069283)]
    public void The_checksum_is_masked_crc_32c(string text, uint sum) =>
        Assert.Equal(unchecked(((sum >> 15) | (sum << 17)) + 0xA282EAD8), EventFile.Checksum(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void The_file_holds_a_version_then_numbers_and_pictures_by_step()
    {
        using var folder = new TemporaryFolder();
        string path;
        using (var file = new EventFile(folder.File("events"), TimeProvider.System))
        {
            path = file.Path;
            file.AddNumbers(7, [new("loss/all", 0.5), new("rate", -2)]);
            file.AddPicture(300, "a.png", (3, 200), [1, 2, 3]);
        }

        var records = Records(File.ReadAllBytes(path));
        Assert.Equal(3, records.Count);
        Assert.Equal("brain.Event:2", Encoding.UTF8.GetString(Field(records[0], 3)));
        Assert.Equal(7ul, Number(records[1], 2));
        var values = Fields(Field(records[1], 5)).Where(static f => f.Number == 1).Select(static f => f.Bytes).ToList();
        Assert.Equal(["loss/all", "rate"], values.Select(static v => Encoding.UTF8.GetString(Field(v, 1))));
        Assert.Equal([0.5f, -2f], values.Select(static v => BinaryPrimitives.ReadSingleLittleEndian(Field(v, 2))));
        Assert.Equal(300ul, Number(records[2], 2));
        var picture = Field(Field(Field(records[2], 5), 1), 4);
        Assert.Equal([3ul, 200ul, 3ul], [Number(picture, 1), Number(picture, 2), Number(picture, 3)]);
        Assert.Equal([1, 2, 3], Field(picture, 4));
    }

    [Fact]
    public void A_second_file_of_the_same_second_has_another_name()
    {
        using var folder = new TemporaryFolder();
        using var first = new EventFile(folder.Path, TimeProvider.System);
        using var second = new EventFile(folder.Path, TimeProvider.System);
        Assert.NotEqual(first.Path, second.Path);
        Assert.All(new[] { first, second }, static f => Assert.Matches(@"^events\.out\.tfevents\.\d{10}\.gannet$", Path.GetFileName(f.Path)));
    }

    // The record format, read by itself: length, sum, content, sum.
    private static List<byte[]> Records(byte[] file)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(EventFile.Checksum(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var content = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(EventFile.Checksum(content), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            records.Add(content);
            at += 16 + length;
        }

        return records;
    }

    private static byte[] Field(byte[] message, int number) => Fields(message).Single(f => f.Number == number).Bytes;

    private static ulong Number(byte[] message, int number) => Varint(Field(message, number), 0).Value;

    // The fields of a protocol buffer: a key of number and type, then 8 bytes, 4 bytes, a varint, or a length and so many bytes.
    private static List<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        for (var at = 0; at < message.Length;)
        {
            var (key, next) = Varint(message, at);
            var (start, end) = (int)(key & 7) switch
            {
                0 => (next, Varint(message, next).Next),
                1 => (next, next + 8),
                2 when Varint(message, next) is var (length, content) => (content, content + (int)length),
                5 => (next, next + 4),
                _ => throw new InvalidDataException("an unknown type"),
            };
            fields.Add(((int)(key >> 3), message[start..end]));
            at = end;
        }

        return fields;
    }

    private static (ulong Value, int Next) Varint(byte[] bytes, int at)
    {
        var (value, shift) = (0ul, 0);
        while (true)
        {
            value |= (ulong)(bytes[at] & 0x7F) << shift;
            if (bytes[at++] < 0x80) return (value, at);
            shift += 7;
        }
    }
}
