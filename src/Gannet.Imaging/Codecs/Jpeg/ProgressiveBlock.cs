namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>Decodes what one progressive scan adds to a block: a band of coefficients, or one more bit of each.</summary>
/// <remarks>Every method returns false if the data are damaged.</remarks>
internal static class ProgressiveBlock
{
    /// <summary>The high bits of the mean.</summary>
    public static bool DecodeFirstDc(ref BitReader reader, HuffmanTable table, int low, ref int predictor, Span<short> block)
    {
        var size = reader.ReadSymbol(table);
        if ((uint)size > 15) return false;
        if (size > 0) predictor += HuffmanTable.Extend(reader.Read(size), size);
        block[0] = (short)(predictor << low);
        return true;
    }

    /// <summary>One more bit of the mean.</summary>
    public static void RefineDc(ref BitReader reader, int low, Span<short> block) => block[0] |= (short)(reader.Read(1) << low);

    /// <summary>The high bits of a band.</summary>
    /// <param name="reader">The scan's bits.</param>
    /// <param name="table">Its codes.</param>
    /// <param name="scan">The band.</param>
    /// <param name="empty">How many blocks from here on have nothing more in this band.</param>
    /// <param name="block"><c>[8, 8]</c>.</param>
    public static bool DecodeFirstAc(ref BitReader reader, HuffmanTable table, ScanHeader scan, ref int empty, Span<short> block)
    {
        if (empty > 0)
        {
            empty--;
            return true;
        }

        for (var k = scan.First; k <= scan.Last; k++)
        {
            var symbol = reader.ReadSymbol(table);
            if (symbol < 0) return false;
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0)
            {
                if (run == 15)
                {
                    k += 15;
                    continue;
                }

                empty = (1 << run) + reader.Read(run) - 1;
                break;
            }

            k += run;
            if (k > scan.Last) return false;
            block[ZigZag.Natural[k]] = (short)(HuffmanTable.Extend(reader.Read(size), size) << scan.Low);
        }

        return true;
    }

    /// <summary>One more bit of each coefficient that is not zero, and the coefficients that become ±1 at this bit.</summary>
    /// <inheritdoc cref="DecodeFirstAc"/>
    public static bool RefineAc(ref BitReader reader, HuffmanTable table, ScanHeader scan, ref int empty, Span<short> block)
    {
        var bit = 1 << scan.Low;
        var k = scan.First;
        while (empty == 0 && k <= scan.Last)
        {
            var symbol = reader.ReadSymbol(table);
            if (symbol < 0) return false;
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size > 1) return false;
            var added = 0;
            if (size == 1)
            {
                added = reader.Read(1) == 0 ? -bit : bit;
            }
            else if (run != 15)
            {
                empty = (1 << run) + reader.Read(run);
                break;
            }

            // The run counts zeros only; coefficients already known are refined on the way.
            k = RefineWhileZerosLast(ref reader, bit, k, scan.Last, run, block);
            if (size == 1)
            {
                if (k > scan.Last) return false;
                block[ZigZag.Natural[k]] = (short)added;
            }

            k++;
        }

        if (empty == 0) return true;

        // Long runs of blocks without any coefficient are common, and a hostile file is made of them.
        if (block[1..].ContainsAnyExcept((short)0)) RefineWhileZerosLast(ref reader, bit, k, scan.Last, ZigZag.BlockSize, block);
        empty--;
        return true;
    }

    // Returns the place of the zero after `zeros` others, or the place after the band.
    private static int RefineWhileZerosLast(ref BitReader reader, int bit, int k, int last, int zeros, Span<short> block)
    {
        for (; k <= last; k++)
        {
            ref var coefficient = ref block[ZigZag.Natural[k]];
            if (coefficient == 0)
            {
                if (zeros-- == 0) break;
            }
            else if (reader.Read(1) != 0 && (coefficient & bit) == 0)
            {
                coefficient += (short)(coefficient > 0 ? bit : -bit);
            }
        }

        return k;
    }
}
