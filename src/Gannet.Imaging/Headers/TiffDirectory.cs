namespace Gannet.Imaging.Headers;

/// <summary>The first directory of a TIFF file; EXIF data have the same form.</summary>
internal readonly ref struct TiffDirectory
{
    public const int ImageWidth = 256, ImageLength = 257, StripOffsets = 273, Orientation = 274, StripByteCounts = 279,
        TileOffsets = 324, TileByteCounts = 325, ExtraSamples = 338, SampleFormat = 339;

    private readonly ByteView _view;
    private readonly bool _big;
    private readonly long _entries;
    private readonly int _count;

    private TiffDirectory(ByteView view, bool big)
    {
        _view = view;
        _big = big;
        var start = Offset(big ? view.UInt64(8) : view.UInt32(4));
        _count = big ? (int)Math.Min(view.UInt64(start), ushort.MaxValue) : view.UInt16(start);
        _entries = start + (big ? 8 : 2);
    }

    /// <summary>Whether the bytes begin like a TIFF file.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) || bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8);

    /// <exception cref="EndOfStreamException">The directory lies outside the bytes.</exception>
    public static TiffDirectory Open(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: bytes[0] == (byte)'M');
        return new TiffDirectory(view, big: view.UInt16(2) == 43);
    }

    /// <summary>The first value of a tag, or null if the tag is absent or not a whole number.</summary>
    public uint? First(int tag) => Values(tag, 1) is [var value, ..] ? (uint)Math.Min(value, uint.MaxValue) : null;

    /// <summary>The values of a tag of whole numbers, at most <paramref name="limit"/>; empty if the tag is absent.</summary>
    public ulong[] Values(int tag, int limit)
    {
        var place = Place(tag, out var size, out var count);
        if (place < 0) return [];
        var values = new ulong[Math.Min(count, (ulong)limit)];
        for (var i = 0; i < values.Length; i++)
        {
            var at = place + (long)i * size;
            values[i] = size switch { 1 => _view.Byte(at), 2 => _view.UInt16(at), 4 => _view.UInt32(at), _ => _view.UInt64(at) };
        }

        return values;
    }

    /// <summary>Offset of the first value of a tag, or −1; <paramref name="size"/> is its width in bytes.</summary>
    public long Place(int tag, out int size, out ulong count)
    {
        var stride = _big ? 20 : 12;
        for (var i = 0; i < _count; i++)
        {
            var entry = _entries + (long)i * stride;
            if (_view.UInt16(entry) != tag) continue;
            size = _view.UInt16(entry + 2) switch { 1 => 1, 3 => 2, 4 or 13 => 4, 16 or 18 => 8, _ => 0 };
            count = _big ? _view.UInt64(entry + 4) : _view.UInt32(entry + 4);
            if (size == 0 || count == 0) return -1;

            // Values that fit are in the entry itself; others are pointed to.
            var inline = _big ? 8 : 4;
            var field = entry + (_big ? 12 : 8);
            if (count <= (ulong)(inline / size)) return field;
            return Offset(_big ? _view.UInt64(field) : _view.UInt32(field));
        }

        (size, count) = (0, 0);
        return -1;
    }

    private static long Offset(ulong value) => value <= int.MaxValue ? (long)value : throw new EndOfStreamException();
}
