using System.Buffers.Binary;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>The 64 divisors of a component's coefficients, in the order of the block: row by row.</summary>
internal sealed class QuantizationTable
{
    private QuantizationTable(short[] steps) => Steps = steps;

    /// <summary><c>[8, 8]</c>; 16-bit divisors wrap, as the products with them do.</summary>
    public short[] Steps { get; }

    /// <summary>Reads the tables of a DQT segment into their four places.</summary>
    /// <exception cref="InvalidDataException">The segment is malformed.</exception>
    public static void ReadAll(ReadOnlySpan<byte> segment, QuantizationTable?[] tables)
    {
        while (!segment.IsEmpty)
        {
            var (wide, place) = (segment[0] >> 4, segment[0] & 15);
            var length = 1 + ZigZag.BlockSize * (wide + 1);
            if (wide > 1 || place > 3 || segment.Length < length) throw new InvalidDataException("a quantization table is malformed");
            var steps = new short[ZigZag.BlockSize];
            for (var k = 0; k < ZigZag.BlockSize; k++)
                steps[ZigZag.Natural[k]] = wide == 0 ? segment[1 + k] : (short)BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + 2 * k)..]);
            tables[place] = new(steps);
            segment = segment[length..];
        }
    }
}
