using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

public sealed class PooledLevelTests
{
    [Fact]
    public void Counts_the_pictures_that_the_values_hold()
    {
        Assert.Equal(2, new PooledLevel(new float[2 * 3 * 4 * 5], 3, 4, 5, .5f).Images);
        Assert.Equal(0, new PooledLevel(Array.Empty<float>(), 3, 4, 5, .5f).Images);
    }

    [Fact]
    public void Values_that_are_not_whole_pictures_are_refused() =>
        Assert.Throws<ArgumentException>("values", static () => new PooledLevel(new float[61], 3, 4, 5, .5f));

    [Theory]
    [InlineData(0, 4, 5, .5f)]
    [InlineData(3, -4, 5, .5f)]
    [InlineData(3, 4, 0, .5f)]
    [InlineData(3, 4, 5, 0f)]
    [InlineData(3, 4, 5, float.NaN)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, 0f)]
    public void Sizes_are_positive(int height, int width, int channels, float scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PooledLevel(new float[60], height, width, channels, scale));
}
