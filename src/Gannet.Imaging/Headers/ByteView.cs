using System.Buffers.Binary;

namespace Gannet.Imaging.Headers;

/// <summary>Reads numbers from untrusted bytes: an offset outside them throws <see cref="EndOfStreamException"/>.</summary>
internal readonly ref struct ByteView(ReadOnlySpan<byte> bytes, bool bigEndian)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public long Length => _bytes.Length;

    public bool BigEndian { get; } = bigEndian;

    public byte Byte(long offset) => Slice(offset, 1)[0];

    public ushort UInt16(long offset) => BigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(Slice(offset, 2))
        : BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    public uint UInt32(long offset) => BigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(Slice(offset, 4))
        : BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4));

    public ulong UInt64(long offset) => BigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(Slice(offset, 8))
        : BinaryPrimitives.ReadUInt64LittleEndian(Slice(offset, 8));

    public ReadOnlySpan<byte> Slice(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > _bytes.Length - length) throw new EndOfStreamException();
        return _bytes.Slice((int)offset, (int)length);
    }
}
