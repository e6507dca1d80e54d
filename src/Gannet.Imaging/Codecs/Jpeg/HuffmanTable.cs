namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>Decodes the codes of one Huffman table: short ones are looked up, long ones searched by length.</summary>
internal sealed class HuffmanTable
{
    public const int LookupBits = 10;

    private readonly int[] _endOfLength = new int[17];
    private readonly int[] _offset = new int[17];
    private readonly byte[] _symbols;

    /// <param name="counts">How many codes there are of each length from 1 to 16.</param>
    /// <param name="symbols">What they stand for, shortest code first.</param>
    /// <remarks>The counts must fit: see <see cref="TryReadAll"/>.</remarks>
    public HuffmanTable(ReadOnlySpan<byte> counts, byte[] symbols)
    {
        _symbols = symbols;
        var (code, index) = (0, 0);
        for (var length = 1; length <= 16; length++)
        {
            _offset[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (length > LookupBits) continue;
                var shift = LookupBits - length;
                Symbols.AsSpan(code << shift, 1 << shift).Fill((ushort)(length << 8 | symbols[index]));
            }

            _endOfLength[length] = code << (16 - length);
            code <<= 1;
        }

        FillCoefficients();
    }

    /// <summary>For the next ten bits: the code's length · 256 + its symbol; 0 if the code is longer.</summary>
    public ushort[] Symbols { get; } = new ushort[1 << LookupBits];

    /// <summary>
    /// For the next ten bits, if they hold a code and the coefficient after it: coefficient · 2¹⁶ + run of zeros · 256 + bits used; else 0.
    /// </summary>
    public int[] Coefficients { get; } = new int[1 << LookupBits];

    /// <summary>Reads the tables of a DHT segment into their places, four for DC and four for AC; false if the segment is malformed.</summary>
    public static bool TryReadAll(ReadOnlySpan<byte> segment, HuffmanTable?[] tables)
    {
        while (!segment.IsEmpty)
        {
            if (segment.Length < 17) return false;
            var (kind, place) = (segment[0] >> 4, segment[0] & 15);
            var counts = segment.Slice(1, 16);
            var total = 0;
            foreach (var count in counts) total += count;
            if (kind > 1 || place > 3 || total > 256 || segment.Length < 17 + total || !Fit(counts)) return false;
            tables[kind * 4 + place] = new(counts, segment.Slice(17, total).ToArray());
            segment = segment[(17 + total)..];
        }

        return true;
    }

    /// <summary>The length · 256 + the symbol of a code of more than ten bits; 0 if there is no such code.</summary>
    /// <param name="window">The next sixteen bits.</param>
    public int FindLong(int window)
    {
        for (var length = LookupBits + 1; length <= 16; length++)
        {
            if (window < _endOfLength[length]) return length << 8 | _symbols[(window >> (16 - length)) + _offset[length]];
        }

        return 0;
    }

    /// <summary>The number that <paramref name="bits"/> after a code stand for: those with a leading 0 are negative.</summary>
    /// <param name="bits">The bits as a whole number.</param>
    /// <param name="size">How many they are, 1 to 15.</param>
    public static int Extend(int bits, int size) => bits + (((bits - (1 << (size - 1))) >> 31) & (1 - (1 << size)));

    // No code may consist of ones alone, so the last one of each length stays free.
    private static bool Fit(ReadOnlySpan<byte> counts)
    {
        for (var (length, code) = (1, 0); length <= 16; length++, code <<= 1)
        {
            code += counts[length - 1];
            if (counts[length - 1] > 0 && code >= 1 << length) return false;
        }

        return true;
    }

    private void FillCoefficients()
    {
        for (var window = 0; window < Symbols.Length; window++)
        {
            var (length, symbol) = (Symbols[window] >> 8, Symbols[window] & 255);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (length == 0 || size == 0 || length + size > LookupBits) continue;
            var bits = (window >> (LookupBits - length - size)) & ((1 << size) - 1);
            Coefficients[window] = (Extend(bits, size) << 16) | (run << 8) | (length + size);
        }
    }
}
