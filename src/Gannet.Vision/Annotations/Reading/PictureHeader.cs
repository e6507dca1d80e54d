using System.Buffers.Binary;

namespace Gannet.Vision.Annotations.Reading;

/// <summary>Reads a picture's size from its first bytes, so that shares of a picture become pixels without decoding it.</summary>
internal static class PictureHeader
{
    // JPEG keeps its size behind the EXIF and colour-profile segments; half a megabyte holds all but absurd ones.
    private const int HeaderBytes = 512 * 1024;

    /// <summary>The size as shown (EXIF rotation applied), or null when the file is absent, not a picture or unusual.</summary>
    public static (int Width, int Height)? TryReadSize(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var bytes = new byte[Math.Min(HeaderBytes, stream.Length)];
            return TryParse(bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false))) is var (width, height)
                && width > 0 && height > 0 ? (width, height) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static (int Width, int Height)? TryParse(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, ..] => Jpeg(file),
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] when file.Length >= 24 =>
            (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..])),
        [(byte)'B', (byte)'M', ..] when file.Length >= 26 => Bitmap(file),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] when file.Length >= 30 && file[8..12].SequenceEqual("WEBP"u8) => WebP(file),
        [(byte)'I', (byte)'I', 42, 0, ..] => Tiff(file, littleEndian: true) is { Width: var w, Height: var h } ? (w, h) : null,
        [(byte)'M', (byte)'M', 0, 42, ..] => Tiff(file, littleEndian: false) is { Width: var w, Height: var h } ? (w, h) : null,
        _ => null,
    };

    // A bitmap stored top down has a negative height.
    private static (int Width, int Height)? Bitmap(ReadOnlySpan<byte> file)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32LittleEndian(file[18..]), BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        return height == int.MinValue ? null : (width, Math.Abs(height));
    }

    private static (int Width, int Height)? WebP(ReadOnlySpan<byte> file)
    {
        var chunk = file[12..16];
        if (chunk.SequenceEqual("VP8 "u8))
        {
            return (BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF);
        }

        if (chunk.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return chunk.SequenceEqual("VP8X"u8) ? (Three(file[24..]) + 1, Three(file[27..]) + 1) : null;

        static int Three(ReadOnlySpan<byte> b) => b[0] | (b[1] << 8) | (b[2] << 16);
    }

    private static (int Width, int Height)? Jpeg(ReadOnlySpan<byte> file)
    {
        var sideways = false;
        for (var at = 2; at + 9 < file.Length;)
        {
            if (file[at] != 0xFF) return null;
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2) return null;
            if (marker == 0xE1 && at + 2 + length <= file.Length) sideways = IsSideways(file.Slice(at + 4, length - 2));

            // SOF0 to SOF15, without the three markers in that range that are something else.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                var height = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]);
                var width = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]);
                return sideways ? (height, width) : (width, height);
            }

            at += 2 + length;
        }

        return null;
    }

    private static bool IsSideways(ReadOnlySpan<byte> segment) =>
        segment.StartsWith("Exif\0\0"u8) && segment.Length > 14 && segment[6] == segment[7]
        && Tiff(segment[6..], segment[6] == (byte)'I') is { Orientation: >= 5 and <= 8 };

    private static (int Width, int Height, int Orientation)? Tiff(ReadOnlySpan<byte> file, bool littleEndian)
    {
        if (file.Length < 8) return null;
        var directory = UInt32(file[4..]);
        if (directory + 2L > file.Length) return null;
        var (width, height, orientation) = (0, 0, 1);
        var entries = UInt16(file[(int)directory..]);
        for (var i = 0; i < entries; i++)
        {
            var at = directory + 2 + 12L * i;
            if (at + 12 > file.Length) break;
            var entry = file.Slice((int)at, 12);
            var value = UInt16(entry[2..]) == 3 ? UInt16(entry[8..]) : (int)Math.Min(UInt32(entry[8..]), int.MaxValue);
            switch (UInt16(entry))
            {
                case 0x100: width = value; break;
                case 0x101: height = value; break;
                case 0x112: orientation = value; break;
            }
        }

        return (width, height, orientation);

        int UInt16(ReadOnlySpan<byte> b) => littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);

        uint UInt32(ReadOnlySpan<byte> b) => littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(b) : BinaryPrimitives.ReadUInt32BigEndian(b);
    }
}
