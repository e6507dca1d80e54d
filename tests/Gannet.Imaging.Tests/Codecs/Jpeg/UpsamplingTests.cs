using Gannet.Imaging.Codecs.Jpeg;

namespace Gannet.Imaging.Tests.Codecs.Jpeg;

public sealed class UpsamplingTests
{
    // 3/4 of the nearest sample and 1/4 of the next, halves down to the left and up to the right; by hand.
    [Fact]
    public void A_row_is_doubled_by_the_triangle_filter()
    {
        using var plane = Plane([10, 20, 40, 42]);
        Assert.Equal([10, 13, 17, 25, 35, 41, 41, 42], Row(plane, across: 2, down: 1, y: 0)[..8]);
    }

    [Fact]
    public void A_narrow_row_is_repeated()
    {
        using var plane = Plane([10, 20]);
        Assert.Equal([10, 10, 20, 20], Row(plane, across: 2, down: 1, y: 0)[..4]);
    }

    [Fact]
    public void Other_factors_repeat()
    {
        using var plane = Plane([10, 20, 40, 42]);
        Assert.Equal([10, 10, 10, 20, 20, 20], Row(plane, across: 3, down: 4, y: 3)[..6]);
    }

    // The only row is its own neighbour, so doubling downwards changes nothing across.
    [Fact]
    public void Rows_beyond_the_edge_equal_the_nearest()
    {
        using var plane = Plane([10, 20, 40, 42]);
        Assert.Equal([10, 20, 40, 42], Row(plane, across: 1, down: 2, y: 1)[..4]);
    }

    private static byte[] Row(SamplePlane plane, int across, int down, int y) =>
        Upsampling.Row(plane, across, down, y, new ushort[64], new byte[128]).ToArray();

    private static SamplePlane Plane(byte[] row)
    {
        var plane = new SamplePlane(new FrameComponent(1, 1, 1, 0) { Width = row.Length, Height = 1, BlocksAcross = 1, BlocksDown = 1 });
        row.CopyTo(plane.Block(0, 0));
        return plane;
    }
}
