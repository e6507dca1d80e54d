using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>Decodes a whole block of a sequential scan.</summary>
internal static class SequentialBlock
{
    /// <summary>Reads the coefficients of a block that holds zeros; they are not multiplied by their divisors yet.</summary>
    /// <param name="reader">The scan's bits.</param>
    /// <param name="dc">Codes of the mean.</param>
    /// <param name="ac">Codes of the other coefficients.</param>
    /// <param name="predictor">The mean of the component's block before, and then of this one.</param>
    /// <param name="block"><c>[8, 8]</c>.</param>
    /// <returns>The last place in zigzag order that was written; negative if the data are damaged.</returns>
    public static int Decode(ref BitReader reader, HuffmanTable dc, HuffmanTable ac, ref int predictor, Span<short> block)
    {
        var size = reader.ReadSymbol(dc);
        if ((uint)size > 15) return -1;
        if (size > 0) predictor += HuffmanTable.Extend(reader.Read(size), size);
        block[0] = (short)predictor;

        // The state is kept in locals: fields of the reader would be written back for every bit that is used.
        var (buffer, count) = (reader.Buffer, reader.Count);
        ref var symbols = ref MemoryMarshal.GetArrayDataReference(ac.Symbols);
        ref var coefficients = ref MemoryMarshal.GetArrayDataReference(ac.Coefficients);
        var last = 0;
        for (var k = 1; k < ZigZag.BlockSize; k++)
        {
            if (count < 32)
            {
                (reader.Buffer, reader.Count) = (buffer, count);
                reader.Refill();
                (buffer, count) = (reader.Buffer, reader.Count);
            }

            var window = (int)(buffer >> (64 - HuffmanTable.LookupBits));
            var known = Unsafe.Add(ref coefficients, window);
            if (known != 0)
            {
                k += (known >> 8) & 15;
                block[ZigZag.Natural[k]] = (short)(known >> 16);
                last = k;
                buffer <<= known & 255;
                count -= known & 255;
                continue;
            }

            int entry = Unsafe.Add(ref symbols, window);
            if (entry == 0 && (entry = ac.FindLong((int)(buffer >> 48))) == 0) return -1;
            buffer <<= entry >> 8;
            count -= entry >> 8;
            size = entry & 15;
            var run = (entry >> 4) & 15;
            if (size == 0)
            {
                if (run != 15) break;
                k += 15;
                continue;
            }

            k += run;
            block[ZigZag.Natural[k]] = (short)HuffmanTable.Extend((int)(buffer >> (64 - size)), size);
            last = k;
            buffer <<= size;
            count -= size;
        }

        (reader.Buffer, reader.Count) = (buffer, count);
        return last < ZigZag.BlockSize ? last : -1;
    }
}
