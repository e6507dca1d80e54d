namespace Gannet.Pages.Tests;

public sealed class PageNumbersTests
{
    [Theory]
    [InlineData(.5, "0.500")]
    [InlineData(-1, "–")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Undefined_shares_are_a_dash(double value, string text) => Assert.Equal(text, PageNumbers.Share(value));

    [Fact]
    public void Changes_have_a_sign()
    {
        Assert.Equal("+0.250", PageNumbers.Change(.5, .75));
        Assert.Equal("−0.250", PageNumbers.Change(.75, .5));
        Assert.Equal("0.000", PageNumbers.Change(.5, .5));
        Assert.Equal("–", PageNumbers.Change(-1, .5));
    }
}
