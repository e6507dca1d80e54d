using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Simd;

public sealed class RowsOfFourTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(13)]
    public void Columns_come_apart_and_together(int count)
    {
        float[] rows = [.. Enumerable.Range(0, count * 4).Select(static k => (float)k)];
        float[][] columns = [new float[count], new float[count], new float[count + 1], new float[count]];
        RowsOfFour.Split(rows, columns[0], columns[1], columns[2], columns[3]);
        for (var c = 0; c < 4; c++) Assert.Equal(Enumerable.Range(0, count).Select(k => k * 4f + c), columns[c].Take(count));
        var joined = new float[rows.Length];
        RowsOfFour.Join(columns[0], columns[1], columns[2], columns[3], joined);
        Assert.Equal(rows, joined);
    }

    [Fact]
    public void A_column_that_is_too_short_is_refused() =>
        Assert.Throws<ArgumentException>(static () => RowsOfFour.Split(new float[8], new float[2], new float[2], new float[1], new float[2]));
}
