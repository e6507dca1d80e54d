using Gannet.Detection;
using Gannet.Kernels.Masks;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class RandomTurnTests
{
    // An object at the left, in the upper half of a picture of 12 × 8 pixels; its outline is its left half.
    private static readonly GroundTruth s_truth = new([new(1, 2, 5, 4)], [3])
    {
        Masks = [new(new([[1, 2, 3, 2, 3, 4, 1, 4]]))],
        Crowds = [new(8, 0, 12, 2)],
        Weights = [.5f],
    };

    [Theory]
    [InlineData(1, 8, 12, 4, 1, 6, 5, "1100")]
    [InlineData(2, 12, 8, 7, 4, 11, 6, "0101")]
    [InlineData(3, 8, 12, 2, 7, 4, 11, "0011")]
    public void Turns_move_pixels_boxes_and_outlines(int quarters, int width, int height, float x1, float y1, float x2, float y2, string drawn)
    {
        var (picture, truth) = RandomTurn.Turn(Painted(), s_truth, quarters);
        Assert.Equal((width, height), (picture.Width, picture.Height));
        AssertTurned(picture, truth, new(x1, y1, x2, y2), drawn);
        Assert.Equal(8, (int)truth.Crowds[0].Area);
        Assert.All(Pixels(picture, truth.Crowds[0]), static v => Assert.Equal(200, v));
    }

    [Fact]
    public void Upside_down()
    {
        var (picture, truth) = RandomTurn.Apply(Painted(), s_truth, flip: 1, turn: 0, new Random(1));
        Assert.Equal((12, 8), (picture.Width, picture.Height));
        AssertTurned(picture, truth, new(1, 4, 5, 6), "1010");
        Assert.Equal([new(8, 6, 12, 8)], truth.Crowds);
    }

    [Fact]
    public void All_turns_are_as_likely_and_boxes_stay_on_their_pixels()
    {
        var counts = new int[4];
        for (var seed = 0; seed < 400; seed++)
        {
            var (picture, truth) = RandomTurn.Apply(Painted(), s_truth, flip: .5, turn: .75, new Random(seed));
            Assert.All(Pixels(picture, truth.Boxes[0]), static v => Assert.Equal(100, v));
            Assert.Equal(8 * 100 + 8 * 200, picture.Pixels.Where(static (_, k) => k % 3 == 0).Sum(static v => v));
            counts[Array.FindIndex([new Box(1, 2, 5, 4), new(4, 1, 6, 5), new(7, 4, 11, 6), new(2, 7, 4, 11)], b => b == truth.Boxes[0]) is >= 0 and var k ? k : 0]++;
        }

        // Each of the turns, not mirrored, has a probability of an eighth: 50 ± 5 standard deviations.
        Assert.All(counts[1..], static n => Assert.InRange(n, 17, 83));
    }

    [Fact]
    public void What_is_off_draws_nothing()
    {
        var (random, untouched) = (new Random(7), new Random(7));
        var (picture, truth) = RandomTurn.Apply(Painted(), s_truth, flip: 0, turn: 0, random);
        Assert.Equal(untouched.Next(), random.Next());
        Assert.Same(s_truth, truth);
        Assert.Equal(Painted().Pixels, picture.Pixels);
    }

    private static void AssertTurned(Image picture, GroundTruth truth, Box box, string drawn)
    {
        Assert.Equal([box], truth.Boxes);
        Assert.Equal([3], truth.Labels);
        Assert.Equal([.5f], truth.Weights!);
        Assert.All(Pixels(picture, box), static v => Assert.Equal(100, v));
        var grid = new float[4];
        truth.Masks![0]!.Draw(box, 2, grid);
        Assert.Equal(drawn, string.Concat(grid.Select(static v => (int)v)));
    }

    private static IEnumerable<int> Pixels(Image picture, Box box) =>
        from y in Enumerable.Range((int)box.Y1, (int)box.Height) from x in Enumerable.Range((int)box.X1, (int)box.Width) select (int)picture.Row(y)[3 * x];

    // The object is 100, the crowd 200.
    private static Image Painted()
    {
        var picture = new Image(12, 8);
        for (var y = 2; y < 4; y++) picture.Row(y)[3..15].Fill(100);
        for (var y = 0; y < 2; y++) picture.Row(y)[24..].Fill(200);
        return picture;
    }
}
