using Gannet.Vision.Regions;

namespace Gannet.Vision.Tests.Regions;

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

    [Fact]
    public void One_level_takes_everything() => Assert.Equal(0, new PyramidLevelRule(5, 5).IndexOf(new(0, 0, 7, 9)));
}
