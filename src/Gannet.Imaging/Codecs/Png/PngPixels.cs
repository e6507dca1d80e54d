namespace Gannet.Imaging.Codecs.Png;

/// <summary>Turns the samples of a row into RGB: alpha is dropped, 16 bits keep their high byte, fewer than 8 are scaled up.</summary>
internal readonly ref struct PngPixels
{
    private readonly PngHeader _header;

    // Three bytes for each value that a sample of at most eight bits can have, when samples are palette places or grey.
    private readonly ReadOnlySpan<byte> _colours;

    public PngPixels(PngHeader header, ReadOnlySpan<byte> palette)
    {
        _header = header;
        if (header.Channels > 1 || header.Depth == 16) return;
        var colours = new byte[256 * 3];
        if (header.Colour == PngColour.Palette)
        {
            // Places beyond the palette are black.
            palette.CopyTo(colours);
        }
        else
        {
            var brightest = (1 << header.Depth) - 1;
            for (var value = 0; value <= brightest; value++) colours.AsSpan(value * 3, 3).Fill((byte)(value * 255 / brightest));
        }

        _colours = colours;
    }

    /// <summary>Writes the colours of a row.</summary>
    /// <param name="row">Its restored bytes.</param>
    /// <param name="rgb">Three bytes per pixel.</param>
    public void Expand(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        if (_header is { Colour: PngColour.Grey, Depth: 8 })
            RgbRow.FromGrey(row, rgb);
        else if (!_colours.IsEmpty)
            LookUp(row, rgb);
        else if (_header is { Colour: PngColour.Rgb, Depth: 8 })
            row[..rgb.Length].CopyTo(rgb);
        else if (_header.Channels >= 3)
            Pick(row, rgb, _header.Depth / 8, _header.Channels * _header.Depth / 8);
        else
            Pick(row, rgb, 0, _header.Channels * _header.Depth / 8);
    }

    private void LookUp(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        var (depth, mask) = (_header.Depth, (1 << _header.Depth) - 1);
        var bit = 0;
        for (var to = 0; to < rgb.Length; to += 3, bit += depth)
        {
            var value = (row[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
            _colours.Slice(value * 3, 3).CopyTo(rgb[to..]);
        }
    }

    // Channels are `next` bytes apart, pixels `step` bytes; the first byte of a sample is its high one.
    private static void Pick(ReadOnlySpan<byte> row, Span<byte> rgb, int next, int step)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += step, to += 3)
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (row[from], row[from + next], row[from + 2 * next]);
    }
}
