namespace Gannet.Tests;

public sealed class Crc32Tests
{
    // The check value from the catalogue of CRCs (reveng), and the sum of no bytes.
    [Fact]
    public void It_is_the_sum_of_zip_archives()
    {
        Assert.Equal(0xCBF43926, Crc32.Append(0, "123456789"u8));
        Assert.Equal(0u, Crc32.Append(0, []));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(100)]
    public void Parts_give_what_the_whole_gives(int part)
    {
        var bytes = new byte[1000];
        new Random(1).NextBytes(bytes);
        var sum = bytes.Chunk(part).Aggregate(0u, static (before, chunk) => Crc32.Append(before, chunk));
        Assert.Equal(Crc32.Append(0, bytes), sum);
    }
}
