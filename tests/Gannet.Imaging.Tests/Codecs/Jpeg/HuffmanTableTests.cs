using Gannet.Imaging.Codecs.Jpeg;

namespace Gannet.Imaging.Tests.Codecs.Jpeg;

public sealed class HuffmanTableTests
{
    // Table F.1 of the standard: of three bits, 000 to 011 mean −7 to −4, and 100 to 111 mean 4 to 7.
    [Fact]
    public void Numbers_after_a_code_are_signed() =>
        Assert.Equal([-7, -6, -5, -4, 4, 5, 6, 7], Enumerable.Range(0, 8).Select(static bits => HuffmanTable.Extend(bits, 3)));

    [Fact]
    public void Short_and_long_codes_are_found()
    {
        // 0, 10, then 1100 0000 0000.
        var table = new HuffmanTable([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0], [3, 0x21, 9]);
        var reader = new BitReader([0b0_10_11000, 0b0000000_1, 0xFF, 0x00, 0, 0, 0, 0, 0, 0], 0);
        Assert.Equal((3, 0x21, 9), (reader.ReadSymbol(table), reader.ReadSymbol(table), reader.ReadSymbol(table)));
        Assert.Equal(0b1_1111_1111, reader.Read(9));
    }

    [Theory]
    [InlineData(2, 0)] // no room for the code of ones
    [InlineData(1, 3)]
    public void A_table_with_too_many_codes_is_refused(byte ofOneBit, byte ofTwoBits)
    {
        var segment = new byte[17 + ofOneBit + ofTwoBits];
        (segment[1], segment[2]) = (ofOneBit, ofTwoBits);
        Assert.False(HuffmanTable.TryReadAll(segment, new HuffmanTable?[8]));
    }
}
