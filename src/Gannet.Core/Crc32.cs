using System.Buffers.Binary;

namespace Gannet;

/// <summary>The checksum of zip archives and PNG: CRC-32 with polynomial 0xEDB88320, eight bytes at a time.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    // Row k: the effect of a byte on the sum k bytes later.
    private static readonly uint[][] s_tables = Tables();

    /// <summary>Continues a sum, which starts at 0.</summary>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        sum = ~sum;
        var tables = s_tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = sum ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            sum = tables[7][(byte)low] ^ tables[6][(byte)(low >> 8)] ^ tables[5][(byte)(low >> 16)] ^ tables[4][low >> 24]
                ^ tables[3][(byte)high] ^ tables[2][(byte)(high >> 8)] ^ tables[1][(byte)(high >> 16)] ^ tables[0][high >> 24];
        }

        foreach (var value in bytes) sum = tables[0][(byte)(sum ^ value)] ^ (sum >> 8);
        return ~sum;
    }

    private static uint[][] Tables()
    {
        var tables = new uint[8][];
        for (var k = 0; k < tables.Length; k++) tables[k] = new uint[256];
        for (var value = 0u; value < 256; value++)
        {
            var sum = value;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ Polynomial;
            tables[0][value] = sum;
        }

        for (var k = 1; k < tables.Length; k++)
        {
            for (var value = 0; value < 256; value++) tables[k][value] = tables[0][(byte)tables[k - 1][value]] ^ (tables[k - 1][value] >> 8);
        }

        return tables;
    }
}
