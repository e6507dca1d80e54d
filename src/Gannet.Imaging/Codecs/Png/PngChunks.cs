using System.Buffers.Binary;
using Gannet.Imaging.Headers;

namespace Gannet.Imaging.Codecs.Png;

/// <summary>The chunks that matter to the pixels: header, palette, and where the compressed data are.</summary>
/// <param name="header">The IHDR chunk.</param>
/// <param name="palette">Three bytes per colour; empty without a palette.</param>
/// <param name="dataStart">Where the first IDAT chunk begins, with its length.</param>
/// <param name="dataLength">Bytes of compressed data in all IDAT chunks together.</param>
internal readonly ref struct PngChunks(PngHeader header, ReadOnlySpan<byte> palette, int dataStart, long dataLength)
{
    private const int Overhead = 12;

    public PngHeader Header { get; } = header;

    public ReadOnlySpan<byte> Palette { get; } = palette;

    public int DataStart { get; } = dataStart;

    public long DataLength { get; } = dataLength;

    /// <summary>Walks the chunks up to the end of the compressed data.</summary>
    /// <exception cref="InvalidDataException">A checksum is wrong, or a chunk is missing or malformed.</exception>
    /// <exception cref="EndOfStreamException">The bytes end within a chunk.</exception>
    public static PngChunks Read(ReadOnlySpan<byte> bytes)
    {
        var view = new ByteView(bytes, bigEndian: true);
        PngHeader? header = null;
        ReadOnlySpan<byte> palette = [];
        var (start, length) = (0, 0L);
        for (long at = PngStructure.Signature.Length; ;)
        {
            var size = view.UInt32(at);
            var type = view.Slice(at + 4, 4);
            var isData = type.SequenceEqual("IDAT"u8);
            if (start > 0 && !isData) break;
            var content = view.Slice(at + 8, size);

            // Only chunks with a capital first letter are needed to show the picture; damage to others is harmless.
            if ((type[0] & 0x20) == 0 && Crc32.Append(0, view.Slice(at + 4, 4L + size)) != view.UInt32(at + 8 + size))
                throw new InvalidDataException("a checksum is wrong");
            if (header is null)
            {
                header = type.SequenceEqual("IHDR"u8) ? PngHeader.Read(content) : throw new InvalidDataException("its header is missing");
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                if (size is 0 or > 768 || size % 3 != 0) throw new InvalidDataException("its palette is malformed");
                palette = content;
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                break;
            }
            else if (isData)
            {
                if (start == 0) start = (int)at;
                length += size;
            }

            at += Overhead + size;
        }

        if (start == 0) throw new InvalidDataException("it has no pixels");
        if (header!.Value.Colour == PngColour.Palette && palette.IsEmpty) throw new InvalidDataException("its palette is missing");
        return new(header.Value, palette, start, length);
    }
}
