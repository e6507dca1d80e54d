using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

public sealed class PyramidLevelRuleTests
{
    // torchvision's LevelMapper for levels 2 to 5.
    [Theory]
    [InlineData(10, 0)]
    [InlineData(111.9f, 0)]
    [InlineData(112, 1)]
    [InlineData(223.9f, 1)]
    [InlineData(224, 2)]
    [InlineData(447.9f, 2)]
    [InlineData(448, 3)]
    [InlineData(10000, 3)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    public void Level_by_side(float side, int level) => Assert.Equal(level, new PyramidLevelRule(2, 5).IndexOf(new(0, 0, side, side)));

    // Matterport's rule; the borders are 224·2^(k ± 1/2).
    [Theory]
    [InlineData(79, 2)]
    [InlineData(80, 3)]
    [InlineData(79.19f, 2)]
    [InlineData(79.2f, 3)]
    [InlineData(158, 3)]
    [InlineData(159, 4)]
    [InlineData(158.39f, 3)]
    [InlineData(158.4f, 4)]
    [InlineData(316, 4)]
    [InlineData(317, 5)]
    [InlineData(0, 2)]
    [InlineData(10000, 5)]
    public void Nearest_level_by_side(float side, int level) =>
        Assert.Equal(level - 2, new PyramidLevelRule(2, 5, LevelRounding.Round).IndexOf(new(0, 0, side, side)));

    // kerod's own test; its P2 is index 0.
    [Fact]
    public void Kerods_levels() => Assert.Equal([0, 0, 0, 3, 2, 3, 1],
        ((float[])[100, 1, 10, 10000, 250, 500, 112]).Select(static side => new PyramidLevelRule(2, 5).IndexOf(new(0, 0, side, side))));

    [Fact]
    public void One_level_takes_everything() => Assert.Equal(0, new PyramidLevelRule(5, 5).IndexOf(new(0, 0, 7, 9)));
}
