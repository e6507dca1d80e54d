using Gannet.Kernels.Ranking;

namespace Gannet.Kernels.Tests.Ranking;

public sealed class RadixOrderTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(255, 20)]
    [InlineData(256, 1)]
    [InlineData(300, 7)]
    [InlineData(5000, int.MaxValue)]
    public void Equals_a_stable_sort(int count, int distinct)
    {
        var random = new Random(count);
        uint[] keys = [.. Enumerable.Range(0, count).Select(_ => (uint)random.Next(distinct) * 3 + 7)];
        Assert.Equal(Enumerable.Range(0, count).OrderBy(k => keys[k]), RadixOrder.Ascending(keys));
    }
}
