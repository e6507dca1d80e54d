using Gannet.Kernels.Masks;
using Gannet.Masks;

namespace Gannet.Kernels.Tests.Masks;

public sealed class ObjectMaskTests
{
    private const int Size = 28;

    // An L shape, so that wrong mirroring, scaling or shifting shows.
    private static readonly double[] s_corners = [20, 10, 40, 10, 40, 60, 80, 60, 80, 90, 20, 90];

    public static TheoryData<bool> AsRuns => [true, false];

    [Theory]
    [MemberData(nameof(AsRuns))]
    public void Draws_the_part_inside_the_region(bool asRuns)
    {
        var mask = Make(asRuns);
        Assert.All(Draw(mask, new(22, 12, 38, 58)), static value => Assert.Equal(1, value, 0.01));
        Assert.All(Draw(mask, new(45, 12, 78, 55)), static value => Assert.Equal(0, value, 0.01));
        Assert.Equal(Size * Size / 2.0, Draw(mask, new(20, 30, 60, 50)).Sum(), Size * 1.5);
        Assert.All(Draw(mask, new(200, 200, 230, 230)), static value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(AsRuns))]
    public void Scaling_and_shifting_move_the_outline_with_its_region(bool asRuns)
    {
        var mask = Make(asRuns);
        var region = new Box(15, 5, 90, 95);
        Close(Draw(mask, region), Draw(mask.Scale(2, 3), region.Scale(2, 3)), asRuns);
        Close(Draw(mask, region), Draw(mask.Shift(7, -4), region.Shift(7, -4)), asRuns);
        Close(Draw(mask, region), Draw(mask.Scale(2, 3).Shift(30, 50), region.Scale(2, 3).Shift(30, 50)), asRuns);
    }

    [Theory]
    [MemberData(nameof(AsRuns))]
    public void Mirroring_mirrors_what_is_drawn_and_twice_is_nothing(bool asRuns)
    {
        var mask = Make(asRuns);
        var region = new Box(15, 5, 90, 95);
        var mirrored = Draw(mask.FlipHorizontally(100), region.FlipHorizontally(100));
        for (var y = 0; y < Size; y++) mirrored.AsSpan(y * Size, Size).Reverse();
        Close(Draw(mask, region), mirrored, asRuns);
        Assert.Equal(Draw(mask, region), Draw(mask.FlipHorizontally(100).FlipHorizontally(100), region));
    }

    [Theory]
    [MemberData(nameof(AsRuns))]
    public void A_quarter_turn_turns_what_is_drawn_and_four_are_nothing(bool asRuns)
    {
        var mask = Make(asRuns);
        var region = new Box(15, 5, 90, 95);
        var (upright, turned) = (Draw(mask, region), Draw(mask.TurnRight(100), region.TurnRight(100)));
        // Row y of the turned grid is column y of the upright one, from the bottom.
        Close(upright, [.. Enumerable.Range(0, Size * Size).Select(k => turned[k % Size * Size + Size - 1 - k / Size])], asRuns);
        Assert.Equal(upright, Draw(mask.TurnRight(100).TurnRight(100).TurnRight(100).TurnRight(100), region));
        // Half a turn mirrors both ways.
        Assert.Equal(Draw(mask.FlipHorizontally(100).FlipVertically(100), region), Draw(mask.TurnRight(100).TurnRight(100), region));
        var flipped = Draw(mask.FlipVertically(100), region.FlipVertically(100));
        Close(upright, [.. Enumerable.Range(0, Size * Size).Select(k => flipped[(Size - 1 - k / Size) * Size + k % Size])], asRuns);
    }

    // By hand: the L covers columns 20 to 40 of all rows from 10 to 90, and columns 40 to 80 of rows from 60.
    [Theory]
    [MemberData(nameof(AsRuns))]
    public void Filling_gives_whole_pixels_of_the_current_picture(bool asRuns)
    {
        var mask = Make(asRuns);
        Assert.Equal(20 * 80 + 40 * 30, mask.Fill(0, 0, 100, 100).Sum(static v => v));
        Assert.Equal(5 * 4, mask.Fill(35, 50, 10, 4).Sum(static v => v));
        Assert.Equal([1, 0], mask.Fill(39, 20, 2, 1));
        // Turned right, row y of the picture is column y of before, and its first column is the last row.
        Assert.Equal([0, 1], mask.TurnRight(100).Fill(9, 30, 2, 1));
        Assert.Equal(4 * (20 * 80 + 40 * 30), mask.Scale(2, 2).Shift(5, 7).Fill(0, 0, 210, 210).Sum(static v => v));
        Assert.All(mask.Fill(-50, -50, 40, 40), static v => Assert.Equal(0, v));
    }

    // torchvision mirrors the bitmap and then reads it; the result must be the same, down to the half pixel.
    [Fact]
    public void Runs_are_read_as_a_mirrored_bitmap_would_be()
    {
        var bitmap = RunLengthMask.FromPolygons([s_corners], 100, 100).ToBitmap();
        for (var y = 0; y < 100; y++) bitmap.AsSpan(y * 100, 100).Reverse();
        var turned = new ObjectMask(new([], RunLengthMask.FromBitmap(bitmap, 100, 100).ToRunLengths()));
        var region = new Box(13.3f, 5.1f, 77.7f, 93.9f);
        foreach (var (a, b) in Draw(turned, region).Zip(Draw(Make(asRuns: true).FlipHorizontally(100), region))) Assert.Equal(a, b, 1e-4);
    }

    [Fact]
    public void What_is_no_outline_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => new ObjectMask(new([])));
        Assert.Throws<InvalidDataException>(() => new ObjectMask(new([[1, 2, 3, 4]])));
        Assert.Throws<InvalidDataException>(() => new ObjectMask(new([], new RunLengths(5, 5, [1, 2]))));
        Assert.Throws<ArgumentException>(() => Make(asRuns: false).Draw(new(0, 0, 5, 5), Size, new float[3]));
    }

    [Fact]
    public void A_region_without_area_draws_something_finite_and_soon()
    {
        foreach (var mask in new[] { Make(asRuns: true), Make(asRuns: false).Scale(1e6f, 1e6f) })
            Assert.All(Draw(mask, new(30, 30, 30, 30)), static value => Assert.InRange(value, 0, 1));
    }

    private static ObjectMask Make(bool asRuns) => new(asRuns
        ? new([], RunLengthMask.FromPolygons([s_corners], 100, 100).ToRunLengths())
        : new Segmentation([s_corners]));

    private static float[] Draw(ObjectMask mask, Box region)
    {
        var drawn = new float[Size * Size];
        mask.Draw(region, Size, drawn);
        return drawn;
    }

    // Pixels on the outline may fall on either side; runs are half a pixel off before they are scaled, as torchvision reads them.
    private static void Close(float[] expected, float[] actual, bool asRuns)
    {
        var difference = expected.Zip(actual, static (a, b) => Math.Abs(a - b)).Sum();
        Assert.True(difference <= (asRuns ? 0.06 : 0.03) * expected.Length, $"{difference} of {expected.Length} pixels differ");
        Assert.InRange(expected.Sum(), 0.2 * expected.Length, 0.8 * expected.Length);
    }
}
