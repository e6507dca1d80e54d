using System.Buffers.Binary;

namespace Gannet.Imaging.Codecs.Png;

/// <summary>What a sample of a PNG means.</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

/// <summary>The IHDR chunk: size, colour type, bits per sample, interlacing.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour, bool Interlaced)
{
    private const int Length = 13;

    public int Channels => Colour switch { PngColour.Rgb => 3, PngColour.GreyAlpha => 2, PngColour.Rgba => 4, _ => 1 };

    /// <summary>The distance in bytes at which filters look to the left: a pixel, or one byte if pixels are smaller.</summary>
    public int FilterStep => Math.Max(1, Channels * Depth / 8);

    /// <summary>Bytes of a row, without the byte of its filter.</summary>
    public long RowBytes(int width) => ((long)width * Channels * Depth + 7) / 8;

    /// <summary>Bytes of all rows with their filters, which the compressed data must give.</summary>
    public long RawBytes
    {
        get
        {
            if (!Interlaced) return (RowBytes(Width) + 1) * Height;
            var sum = 0L;
            foreach (var pass in Adam7.Passes)
            {
                var (width, height) = pass.Size(Width, Height);
                if (width > 0) sum += (RowBytes(width) + 1) * height;
            }

            return sum;
        }
    }

    /// <exception cref="InvalidDataException">The chunk is malformed.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != Length) throw new InvalidDataException("its header is malformed");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        var (depth, colour) = (chunk[8], chunk[9]);
        var known = colour switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!known || width is 0 or > int.MaxValue || height is 0 or > int.MaxValue || chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
            throw new InvalidDataException("its header is malformed");
        return new((int)width, (int)height, depth, (PngColour)colour, chunk[12] == 1);
    }
}
