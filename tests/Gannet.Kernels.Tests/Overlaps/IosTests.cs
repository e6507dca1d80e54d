using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Tests.Overlaps;

public sealed class IosTests
{
    [Theory]
    [InlineData(0, 0, 10, 10, 1)] // equal
    [InlineData(2, 2, 4, 4, 1)] // contained
    [InlineData(-5, -5, 20, 20, 1)] // contains
    [InlineData(5, 0, 25, 10, .5)] // half of the first
    [InlineData(8, 0, 12, 10, .5)] // half of the second
    [InlineData(10, 0, 20, 10, 0)] // touches
    [InlineData(5, 5, 5, 9, 0)] // without area
    public void Known_answers(float x1, float y1, float x2, float y2, float expected) =>
        Assert.Equal(expected, Ios.Of(new(0, 0, 10, 10), new(x1, y1, x2, y2)));

    [Fact]
    public void Symmetric_and_at_least_the_intersection_over_the_union() => Prop.ForAll(ArbitraryBoxes.Pair, static pair =>
        Ios.Of(pair.A, pair.B) == Ios.Of(pair.B, pair.A) && Ios.Of(pair.A, pair.B) >= Iou.Of(pair.A, pair.B)).QuickCheckThrowOnFailure();
}
