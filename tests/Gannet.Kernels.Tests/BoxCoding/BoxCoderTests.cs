using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Tests.Simd;

namespace Gannet.Kernels.Tests.BoxCoding;

public sealed class BoxCoderTests
{
    // torchvision 0.14.1.
    [Theory]
    [InlineData(new float[] { 0, 0, 10, 10 }, new float[] { 2, 1, 12, 21 }, new[] { 2, 6, 0, 3.4657359f }, new[] { .2f, .6f, 0, .6931472f })]
    [InlineData(new float[] { 10, 20, 50, 40 }, new float[] { 12, 22, 44, 54 }, new[] { -.5f, 4, -1.1157176f, 2.3500183f }, new[] { -.05f, .4f, -.2231435f, .4700036f })]
    public void Known_offsets(float[] reference, float[] target, float[] detections, float[] proposals)
    {
        AssertOffsets(detections, BoxCoder.Detections.Encode(ToBox(reference), ToBox(target)), 1e-6f);
        AssertOffsets(proposals, BoxCoder.Proposals.Encode(ToBox(reference), ToBox(target)), 1e-6f);
        var back = BoxCoder.Detections.Decode(ToBox(reference), BoxCoder.Detections.Encode(ToBox(reference), ToBox(target)));
        Assert.Equal(target[0], back.X1, 1e-4f);
        Assert.Equal(target[3], back.Y2, 1e-4f);
    }

    // The notebook's first anchors inside the image, row by row; it lists (y, x, h, w).
    [Theory]
    [InlineData(1404, .88940775f, 1.70147569f, .95412884f, 1.43471458f)]
    [InlineData(1405, .80101940f, 1.70147569f, .95412884f, 1.43471458f)]
    public void The_notebooks_offsets(int cell, float x, float y, float w, float h)
    {
        // Ratio ½, size 128, row 3; centred at (104, 56) in column 6.
        var column = 6 + cell - 1404;
        var (cx, cy) = (16 * column + 8f, 56f);
        var (halfWidth, halfHeight) = (90.50967f, 45.254833f);
        var anchor = new Box(cx - halfWidth, cy - halfHeight, cx + halfWidth, cy + halfHeight);
        AssertOffsets([x, y, w, h], BoxCoder.Proposals.Encode(anchor, new Box(30, 20, 500, 400)), 2e-5f);
    }

    [Fact]
    public void Growth_is_bounded()
    {
        var box = BoxCoder.Proposals.Decode(new(0, 0, 10, 10), new(0, 0, 100, 100));
        Assert.Equal(-307.5f, box.X1, 1e-3f);
        Assert.Equal(317.5f, box.Y2, 1e-3f);
        Assert.True(float.IsNaN(BoxCoder.Proposals.Decode(new(0, 0, 10, 10), new(0, 0, float.NaN, 0)).X1));
    }

    [Fact]
    public void Kerods_rows()
    {
        AssertOffsets([-.125f, -.125f, -.2876821f, -.2876821f], BoxCoder.Proposals.Encode(new(0, 0, 4, 4), new(0, 0, 3, 3)), 1e-6f);

        // Its rows are (y1, x1, y2, x2) and its scales (2, 3, 4, 5) in that order.
        Box[] anchors = [new(12, 15, 18, 30), new(0, .1f, .9f, .7f)], boxes = [new(10, 10, 15, 20), new(.1f, .2f, .4f, .5f)];
        var scaled = new BoxCoder(3, 2, 5, 4);
        AssertOffsets([-.416666f, -.5f, -.182321f, -.405465f], BoxCoder.Proposals.Encode(anchors[0], boxes[0]), 1e-5f);
        AssertOffsets([-.222222f, -.083333f, -1.098612f, -.693147f], BoxCoder.Proposals.Encode(anchors[1], boxes[1]), 1e-5f);
        AssertOffsets([-1.25f, -1, -.911608f, -1.62186f], scaled.Encode(anchors[0], boxes[0]), 1e-5f);
        AssertOffsets([-.666667f, -.166667f, -5.493062f, -2.772588f], scaled.Encode(anchors[1], boxes[1]), 1e-5f);
    }

    [Fact]
    public void Decoding_inverts_encoding() => Prop.ForAll(ArbitraryBoxes.Pair, static pair =>
    {
        var back = BoxCoder.Detections.Decode(pair.A, BoxCoder.Detections.Encode(pair.A, pair.B));
        return Math.Abs(back.X1 - pair.B.X1) + Math.Abs(back.Y1 - pair.B.Y1) + Math.Abs(back.X2 - pair.B.X2) + Math.Abs(back.Y2 - pair.B.Y2) < 1e-4;
    }).QuickCheckThrowOnFailure();

    // Everything that a network may output, and NaN; enough boxes for several threads.
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(40_003)]
    public void Many_boxes_decode_like_one(int count)
    {
        var random = new Random(count);
        var references = OddBoxes.Crowded(count, random);
        BoxDeltas[] offsets = [.. references.Select(_ => random.Next(50) == 0
            ? new BoxDeltas(0, float.NaN, random.Next(2) == 0 ? 1e9f : float.NegativeInfinity, 1)
            : new BoxDeltas(Spread() * 9, Spread() * 9, Spread() * 30, Spread() * 30))];
        Box[] free = new Box[count], cut = new Box[count], again = new Box[count];
        BoxCoder.Detections.Decode(references, offsets, free);
        BoxCoder.Detections.Decode(references, offsets, cut, new Box(3, 5, 900, 600));
        for (var k = 0; k < count; k++)
        {
            var expected = BoxCoder.Detections.Decode(references[k], offsets[k]);
            // A corner is the centre plus or minus half the size, so its error is that of the larger of the two.
            var (across, down) = (1e-6f * (Math.Abs(expected.X2) + Math.Abs(expected.X1)), 1e-6f * (Math.Abs(expected.Y1) + Math.Abs(expected.Y2)));
            foreach (var (wanted, found, inside, least, greatest, tolerance) in (ReadOnlySpan<(float, float, float, float, float, float)>)
                [(expected.X1, free[k].X1, cut[k].X1, 3, 900, across), (expected.Y1, free[k].Y1, cut[k].Y1, 5, 600, down),
                 (expected.X2, free[k].X2, cut[k].X2, 3, 900, across), (expected.Y2, free[k].Y2, cut[k].Y2, 5, 600, down)])
            {
                Assert.Equal(float.IsNaN(wanted), float.IsNaN(found));
                Assert.True(float.IsNaN(wanted) || Math.Abs(wanted - found) <= tolerance, $"box {k}: {found}, not {wanted}");
                Assert.Equal(Math.Clamp(found, least, greatest), inside);
            }
        }

        foreach (var plan in KernelPlans.All)
        {
            BoxDecoding.Run(plan, BoxCoder.Detections, references, offsets, again, new Box(3, 5, 900, 600));
            Assert.Equal(cut, again);
        }

        float Spread() => random.NextSingle() - random.NextSingle();
    }

    [Fact]
    public void Lists_of_different_lengths_are_refused() => Assert.Throws<ArgumentException>(
        static () => BoxCoder.Proposals.Decode(new Box[2], new BoxDeltas[1], new Box[2]));

    private static Box ToBox(float[] c) => new(c[0], c[1], c[2], c[3]);

    private static void AssertOffsets(float[] expected, BoxDeltas actual, float tolerance)
    {
        Assert.Equal(expected[0], actual.X, tolerance);
        Assert.Equal(expected[1], actual.Y, tolerance);
        Assert.Equal(expected[2], actual.W, tolerance);
        Assert.Equal(expected[3], actual.H, tolerance);
    }
}
