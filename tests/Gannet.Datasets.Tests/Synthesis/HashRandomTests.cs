using Gannet.Datasets.Synthesis;

namespace Gannet.Datasets.Tests.Synthesis;

public sealed class HashRandomTests
{
    [Fact]
    public void Is_splitmix64() => Assert.Equal(0xE220A8397B1DCDAF, new HashRandom(0).Next());

    [Fact]
    public void Normal_numbers_have_mean_zero_and_deviation_one()
    {
        var random = new HashRandom(3);
        var values = Enumerable.Range(0, 20000).Select(_ => (double)random.Normal()).ToArray();
        Assert.Equal(0, values.Average(), 0.03);
        Assert.Equal(1, Math.Sqrt(values.Average(static value => value * value)), 0.03);
    }

    [Fact]
    public void Whole_numbers_reach_both_bounds()
    {
        var random = new HashRandom(4);
        Assert.Equal([2, 3, 4], Enumerable.Range(0, 200).Select(_ => random.Whole(2, 4)).Distinct().Order());
    }
}
