using System.Buffers.Binary;
using System.Text;

namespace Gannet.Torch.Serialization;

/// <summary>The entries of a zip archive whose content is stored uncompressed, as <c>torch.save</c> writes it.</summary>
/// <remarks>System.IO.Compression hides where an entry's bytes lie, so each tensor would be read through a stream from its start.</remarks>
internal static class ZipDirectory
{
    private const int EndLength = 22;
    private const int MaxDirectoryBytes = 64 << 20;
    private const uint EndSignature = 0x06054b50, End64Signature = 0x06064b50, Locator64Signature = 0x07064b50;
    private const uint EntrySignature = 0x02014b50, LocalSignature = 0x04034b50;

    /// <summary>Entries by name.</summary>
    public static Dictionary<string, ZipEntry> Read(RandomAccessFile file)
    {
        var (offset, size) = FindDirectory(file);
        if (size > MaxDirectoryBytes) throw Damaged(file);
        var directory = file.Read(offset, size).AsSpan();
        var entries = new Dictionary<string, ZipEntry>(StringComparer.Ordinal);
        while (directory.Length >= 46 && UInt32(directory, 0) == EntrySignature)
        {
            var (nameLength, extraLength, commentLength) = (UInt16(directory, 28), UInt16(directory, 30), UInt16(directory, 32));
            var entryLength = 46 + nameLength + extraLength + commentLength;
            if (entryLength > directory.Length) throw Damaged(file);
            var name = Encoding.UTF8.GetString(directory.Slice(46, nameLength));
            var region = ReadEntry(file, directory, directory.Slice(46 + nameLength, extraLength), name);
            if (!entries.TryAdd(name, new(name, region, UInt32(directory, 16)))) throw file.Malformed($"holds '{name}' twice; the file is damaged, copy it again.");
            directory = directory[entryLength..];
        }

        return directory.IsEmpty && entries.Count > 0 ? entries : throw Damaged(file);
    }

    private static FileRegion ReadEntry(RandomAccessFile file, ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra, string name)
    {
        if (UInt16(header, 10) != 0 || (UInt16(header, 8) & 1) != 0)
            throw file.Malformed($"holds '{name}' compressed or encrypted, which torch.save never does; save it again with torch.save.");
        ulong compressed = UInt32(header, 20), size = UInt32(header, 24), local = UInt32(header, 42);
        ReadWideFields(extra, ref size, ref compressed, ref local);
        if (size != compressed || size > long.MaxValue || local > long.MaxValue) throw Damaged(file);
        var localHeader = file.Read((long)local, 30);
        if (UInt32(localHeader, 0) != LocalSignature) throw Damaged(file);
        var data = (long)local + 30 + UInt16(localHeader, 26) + UInt16(localHeader, 28);
        return FileRegion.Checked(file, data, (long)size, $"'{name}'");
    }

    // The zip64 extra field holds, in this order, those of the three values that did not fit in 32 bits.
    private static void ReadWideFields(ReadOnlySpan<byte> extra, ref ulong size, ref ulong compressed, ref ulong local)
    {
        while (extra.Length >= 4)
        {
            var length = UInt16(extra, 2);
            if (length > extra.Length - 4) return;
            if (UInt16(extra, 0) == 1)
            {
                var wide = extra.Slice(4, length);
                Widen(ref size, ref wide);
                Widen(ref compressed, ref wide);
                Widen(ref local, ref wide);
                return;
            }

            extra = extra[(4 + length)..];
        }
    }

    private static void Widen(ref ulong value, ref ReadOnlySpan<byte> wide)
    {
        if (value != uint.MaxValue || wide.Length < 8) return;
        value = BinaryPrimitives.ReadUInt64LittleEndian(wide);
        wide = wide[8..];
    }

    private static (long Offset, long Size) FindDirectory(RandomAccessFile file)
    {
        // The end record comes last, except for a comment of at most 65,535 bytes.
        var tailLength = Math.Min(file.Length, EndLength + ushort.MaxValue);
        var tail = file.Read(file.Length - tailLength, tailLength).AsSpan();
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            if (UInt32(tail, at) != EndSignature) continue;
            var (offset, size) = (UInt32(tail, at + 16), UInt32(tail, at + 12));
            return offset == uint.MaxValue || size == uint.MaxValue || UInt16(tail, at + 10) == ushort.MaxValue
                ? FindWideDirectory(file, file.Length - tailLength + at)
                : (offset, size);
        }

        throw file.Malformed("has no zip directory at its end; it is truncated, copy it again.");
    }

    private static (long Offset, long Size) FindWideDirectory(RandomAccessFile file, long end)
    {
        var locator = file.Read(end - 20, 20);
        if (UInt32(locator, 0) != Locator64Signature) throw Damaged(file);
        var record = file.Read(BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), 56);
        return UInt32(record, 0) == End64Signature
            ? (BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(40)))
            : throw Damaged(file);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static InvalidDataException Damaged(RandomAccessFile file) => file.Malformed("has a damaged zip directory; copy it again.");
}
