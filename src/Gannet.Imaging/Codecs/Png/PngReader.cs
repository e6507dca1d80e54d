using System.Buffers;
using System.IO.Compression;

namespace Gannet.Imaging.Codecs.Png;

/// <summary>Reads PNG of every colour type, depth and interlacing, with the pixels that OpenCV gives.</summary>
internal static class PngReader
{
    // Deflate makes at most 1032 bytes of one.
    private const int MaxExpansion = 1032;

    /// <summary>Decodes a picture as it is stored, without turning it upright.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message names no file.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    public static unsafe Image Read(ReadOnlySpan<byte> bytes)
    {
        var chunks = PngChunks.Read(bytes);

        // A small file that states a large size is refused before room is made for it.
        if (chunks.Header.RawBytes > (chunks.DataLength + 1) * MaxExpansion) throw new InvalidDataException("it is too short for its size");
        if (chunks.Header.RowBytes(chunks.Header.Width) >= Array.MaxLength) throw new InvalidDataException("its rows are too long");
        var picture = new Image(chunks.Header.Width, chunks.Header.Height);
        fixed (byte* pinned = bytes)
        {
            using var idat = new IdatStream(pinned, bytes.Length, chunks.DataStart);
            using var rows = new ZLibStream(idat, CompressionMode.Decompress);
            ReadRows(rows, chunks, picture);
        }

        return picture;
    }

    private static void ReadRows(ZLibStream rows, PngChunks chunks, Image picture)
    {
        var header = chunks.Header;
        var pixels = new PngPixels(header, chunks.Palette);
        var length = 1 + (int)header.RowBytes(header.Width);
        var (current, above) = (ArrayPool<byte>.Shared.Rent(length), ArrayPool<byte>.Shared.Rent(length));
        try
        {
            if (!header.Interlaced)
            {
                above.AsSpan(0, length).Clear();
                for (var y = 0; y < header.Height; y++)
                {
                    ReadRow(rows, current.AsSpan(0, length), above.AsSpan(0, length), header.FilterStep);
                    pixels.Expand(current.AsSpan(1..length), picture.Row(y));
                    (current, above) = (above, current);
                }

                return;
            }

            var room = new byte[header.Width * 3];
            foreach (var pass in Adam7.Passes)
            {
                var (width, height) = pass.Size(header.Width, header.Height);
                if (width == 0) continue;
                length = 1 + (int)header.RowBytes(width);
                above.AsSpan(0, length).Clear();
                for (var y = 0; y < height; y++)
                {
                    ReadRow(rows, current.AsSpan(0, length), above.AsSpan(0, length), header.FilterStep);
                    pixels.Expand(current.AsSpan(1..length), room.AsSpan(0, width * 3));
                    pass.Scatter(room.AsSpan(0, width * 3), picture.Row(pass.Y + y * pass.StepY));
                    (current, above) = (above, current);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(current);
            ArrayPool<byte>.Shared.Return(above);
        }
    }

    private static void ReadRow(ZLibStream rows, Span<byte> current, ReadOnlySpan<byte> above, int step)
    {
        if (rows.ReadAtLeast(current, current.Length, throwOnEndOfStream: false) < current.Length)
            throw new InvalidDataException("its data end before the picture does");
        if (!PngFilter.Undo(current[0], current[1..], above[1..], step)) throw new InvalidDataException("a row has an unknown filter");
    }
}
