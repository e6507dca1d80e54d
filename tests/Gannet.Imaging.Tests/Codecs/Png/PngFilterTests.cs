using Gannet.Imaging.Codecs.Png;

namespace Gannet.Imaging.Tests.Codecs.Png;

public sealed class PngFilterTests
{
    // Each filter of the specification, applied by its formula, is undone at every pixel size.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_filtered_row_is_restored(int kind)
    {
        var random = new Random(kind);
        foreach (var step in new[] { 1, 2, 3, 4, 6, 8 })
        {
            var (row, above) = (new byte[step * 23], new byte[step * 23]);
            random.NextBytes(row);
            random.NextBytes(above);
            var filtered = new byte[row.Length];
            for (var i = 0; i < row.Length; i++)
            {
                int left = i < step ? 0 : row[i - step], corner = i < step ? 0 : above[i - step], up = above[i];
                filtered[i] = (byte)(row[i] - kind switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) });
            }

            Assert.True(PngFilter.Undo(kind, filtered, above, step));
            Assert.Equal(row, filtered);
        }
    }

    [Fact]
    public void There_is_no_sixth_filter() => Assert.False(PngFilter.Undo(5, new byte[3], new byte[3], 1));

    // The specification's wording: the neighbour nearest to left + up − corner; ties go in this order.
    private static int Paeth(int left, int up, int corner) => new[] { left, up, corner }.MinBy(value => Math.Abs(left + up - corner - value));
}
