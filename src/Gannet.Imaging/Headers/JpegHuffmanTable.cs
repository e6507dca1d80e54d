namespace Gannet.Imaging.Headers;

/// <summary>A Huffman table of a JPEG: short codes are looked up, long ones searched by length.</summary>
internal sealed class JpegHuffmanTable
{
    public const int FastBits = 10;

    private readonly int[] _endOfLength = new int[17];
    private readonly int[] _offset = new int[17];
    private readonly byte[] _symbols;

    private JpegHuffmanTable(ReadOnlySpan<byte> counts, byte[] symbols)
    {
        _symbols = symbols;
        var (code, index) = (0, 0);
        for (var length = 1; length <= 16; length++)
        {
            _offset[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (length > FastBits) continue;
                var shift = FastBits - length;
                // Counts that overfill a length give codes beyond the table.
                if ((code + 1) << shift <= Fast.Length) Fast.AsSpan(code << shift, 1 << shift).Fill((ushort)(length << 8 | symbols[index]));
            }

            _endOfLength[length] = code << (16 - length);
            code <<= 1;
        }
    }

    /// <summary>Length and symbol for the next ten bits; 0 if the code is longer.</summary>
    public ushort[] Fast { get; } = new ushort[1 << FastBits];

    /// <summary>Reads the tables of a segment into their places, four for DC and four for AC; false if the segment is malformed.</summary>
    public static bool ReadAll(ReadOnlySpan<byte> segment, JpegHuffmanTable?[] tables)
    {
        while (segment.Length >= 17)
        {
            var (kind, place) = (segment[0] >> 4, segment[0] & 15);
            var counts = segment.Slice(1, 16);
            var total = 0;
            foreach (var count in counts) total += count;
            if (kind > 1 || place > 3 || total > 256 || segment.Length < 17 + total) return false;
            tables[kind * 4 + place] = new(counts, segment.Slice(17, total).ToArray());
            segment = segment[(17 + total)..];
        }

        return true;
    }

    /// <summary>Length and symbol of a code from the next sixteen bits; a negative symbol if there is no such code.</summary>
    public (int Length, int Symbol) Slow(uint window)
    {
        for (var length = FastBits + 1; length <= 16; length++)
        {
            if (window >= _endOfLength[length]) continue;
            var index = (int)(window >> (16 - length)) + _offset[length];
            return (uint)index < (uint)_symbols.Length ? (length, _symbols[index]) : (0, -1);
        }

        return (0, -1);
    }
}
