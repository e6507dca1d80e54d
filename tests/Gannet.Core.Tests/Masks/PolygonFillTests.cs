using FsCheck;
using FsCheck.Fluent;
using Gannet.Masks;

namespace Gannet.Tests.Masks;

public sealed class PolygonFillTests
{
    [Fact]
    public void A_rectangle_of_whole_pixels_is_filled_exactly()
    {
        var mask = PolygonFill.Fill([2, 1, 5, 1, 5, 4, 2, 4], 6, 8);
        Assert.Equal(new Box(2, 1, 5, 4), mask.Box);
        Assert.Equal(9, mask.Area);
    }

    [Fact]
    public void The_direction_of_the_outline_does_not_matter() => Prop.ForAll(Polygons(), static polygon =>
    {
        var points = polygon.Chunk(2).ToList();
        points.Reverse();
        double[] turned = [.. points.SelectMany(static p => p)];
        return PolygonFill.Fill(polygon, 24, 30).Runs.SequenceEqual(PolygonFill.Fill(turned, 24, 30).Runs);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Equals_the_rule_written_with_every_point_kept() => Prop.ForAll(Polygons(), static polygon =>
        PolygonFill.Fill(polygon, 24, 30).ToBitmap().SequenceEqual(PlainPolygonFill.Fill(polygon, 24, 30)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_polygon_outside_the_picture_leaves_nothing()
    {
        Assert.Equal(0, PolygonFill.Fill([-9, -9, -5, -9, -5, -5], 10, 10).Area);
        Assert.Equal(0, PolygonFill.Fill([20, 20, 25, 20, 25, 25], 10, 10).Area);
        Assert.Equal(100, PolygonFill.Fill([-50, -50, 60, -50, 60, 60, -50, 60], 10, 10).Area);
    }

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new double[] { 1, 2, 3, 4 })]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(new double[] { 1, 2, 3, double.NaN, 5, 6 })]
    [InlineData(new double[] { 1, 2, 3, 4, double.PositiveInfinity, 6 })]
    [InlineData(new double[] { 1, 2, 1e300, 4, 5, 6 })]
    public void What_is_no_outline_is_refused(double[] polygon)
    {
        Assert.Throws<InvalidDataException>(() => PolygonFill.Fill(polygon, 10, 10));
        Assert.Throws<InvalidDataException>(() => RunLengthMask.FromPolygons([[0, 0, 1, 0, 1, 1], polygon], 10, 10));
    }

    private static Arbitrary<double[]> Polygons() => (
        from count in Gen.Choose(3, 9)
        from numbers in Gen.Choose(-40, 350).Select(static n => n / 10.0).ArrayOf(2 * count)
        select numbers).ToArbitrary();
}
