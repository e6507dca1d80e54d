using System.Buffers.Binary;
using System.Text;

namespace Gannet.Torch.Serialization.Pickle;

/// <summary>Reads a pickle's bytes in order; every read is checked against the end.</summary>
internal sealed class PickleCursor(RandomAccessFile file, byte[] bytes)
{
    // Names of modules and classes are short; a line without an end means damage.
    private const int MaxLine = 256;
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public int Position { get; private set; }

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public long ReadLength(int width) => width switch
    {
        1 => ReadByte(),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(Take(4)),
        _ => BinaryPrimitives.ReadInt64LittleEndian(Take(8)),
    };

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > bytes.Length - Position) throw Malformed($"wants {count} more bytes than there are");
        var span = bytes.AsSpan(Position, (int)count);
        Position += (int)count;
        return span;
    }

    public string ReadText(long count)
    {
        try
        {
            return s_strictUtf8.GetString(Take(count));
        }
        catch (DecoderFallbackException)
        {
            throw Malformed("holds text that is not UTF-8");
        }
    }

    public string ReadLatin1(long count) => Encoding.Latin1.GetString(Take(count));

    public string ReadLine()
    {
        var rest = bytes.AsSpan(Position);
        var end = rest[..Math.Min(rest.Length, MaxLine)].IndexOf((byte)'\n');
        if (end < 0) throw Malformed("has a line without an end");
        var line = Encoding.Latin1.GetString(rest[..end]);
        Position += end + 1;
        return line;
    }

    public InvalidDataException Malformed(string what) =>
        file.Malformed($"its pickle {what} (byte {Position}); the file is damaged or not a state dict, copy or save it again.");
}
