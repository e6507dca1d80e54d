using System.Buffers.Binary;

namespace Gannet.Imaging.Headers;

/// <summary>TIFF: a directory of tags that points at strips or tiles of pixels.</summary>
internal static class TiffStructure
{
    private const int UnassociatedAlpha = 2, AssociatedAlpha = 1, MaxParts = 1 << 20;

    public static (long Width, long Height, int Orientation) Measure(ReadOnlySpan<byte> bytes)
    {
        var directory = TiffDirectory.Open(bytes);
        return (directory.First(TiffDirectory.ImageWidth) ?? 0, directory.First(TiffDirectory.ImageLength) ?? 0,
            ExifOrientation.Valid(directory.First(TiffDirectory.Orientation)));
    }

    /// <summary>What the samples are if they are not unsigned whole numbers, else null.</summary>
    public static string? SampleKind(ReadOnlySpan<byte> bytes) => TiffDirectory.Open(bytes).First(TiffDirectory.SampleFormat) switch
    {
        2 => "signed numbers",
        3 => "floating-point numbers",
        5 or 6 => "complex numbers",
        _ => null,
    };

    public static bool IsComplete(ReadOnlySpan<byte> bytes)
    {
        var directory = TiffDirectory.Open(bytes);
        return Fits(directory, TiffDirectory.StripOffsets, TiffDirectory.StripByteCounts, bytes.Length)
            && Fits(directory, TiffDirectory.TileOffsets, TiffDirectory.TileByteCounts, bytes.Length);
    }

    /// <summary>A copy whose tags make libtiff return the stored pixels unchanged.</summary>
    /// <remarks>
    /// Otherwise libtiff multiplies colours by unassociated alpha, which other formats just drop, and versions of OpenCV differ in
    /// whether they turn the picture upright.
    /// </remarks>
    public static byte[] WithPlainTags(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        Replace(copy, TiffDirectory.Orientation, static _ => 1);
        Replace(copy, TiffDirectory.ExtraSamples, static value => value == UnassociatedAlpha ? AssociatedAlpha : value);
        return copy;
    }

    private static bool Fits(TiffDirectory directory, int offsetsTag, int countsTag, long length)
    {
        var offsets = directory.Values(offsetsTag, MaxParts);
        var counts = directory.Values(countsTag, MaxParts);
        for (var i = 0; i < Math.Min(offsets.Length, counts.Length); i++)
        {
            if (offsets[i] > (ulong)length || counts[i] > (ulong)length - offsets[i]) return false;
        }

        return true;
    }

    private static void Replace(Span<byte> bytes, int tag, Func<int, int> replacement)
    {
        var place = TiffDirectory.Open(bytes).Place(tag, out var size, out _);
        if (place < 0 || size != 2 || place + 2 > bytes.Length) return;
        var value = bytes.Slice((int)place, 2);
        if (bytes[0] == (byte)'M')
            BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)replacement(BinaryPrimitives.ReadUInt16BigEndian(value)));
        else
            BinaryPrimitives.WriteUInt16LittleEndian(value, (ushort)replacement(BinaryPrimitives.ReadUInt16LittleEndian(value)));
    }
}
