using Gannet.Detection;
using Gannet.Kernels.Masks;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class ScaleJitterTests
{
    private const int Width = 40, Height = 20;

    private static readonly GroundTruth s_truth = new([new(8, 4, 24, 16)], [2])
    {
        Masks = [new(new([[8, 4, 16, 4, 16, 16, 8, 16]]))],
        Crowds = [new(0, 0, 40, 2)],
    };

    [Fact]
    public void Half_the_size_halves_boxes_and_outlines_and_leaves_the_rest_blank()
    {
        var places = new HashSet<(float, float)>();
        for (var seed = 0; seed < 50; seed++)
        {
            var (picture, truth) = ScaleJitter.Apply(Painted(), s_truth, .5, .5, .3, new Random(seed));
            Assert.Equal((Width, Height), (picture.Width, picture.Height));
            var box = truth.Boxes[0];
            var (left, top) = (box.X1 - 4, box.Y1 - 2);
            places.Add((left, top));
            Assert.Equal((8, 6), (box.Width, box.Height));
            Assert.Equal([Box.FromSize(left, top, 20, 1)], truth.Crowds);
            // All painted pixels are in the box, and all of the box is painted.
            Assert.Equal(8 * 6, picture.Pixels.Where(static (_, k) => k % 3 == 0).Count(static v => v == 200));
            AssertPainted(picture, box, 200);
            Assert.Equal((20 * 10) - (8 * 6), picture.Pixels.Where(static (_, k) => k % 3 == 0).Count(static v => v == 0));
            AssertLeftHalf(truth);
        }

        Assert.True(places.Count > 30);
        Assert.All(places, static p => Assert.True(p is { Item1: >= 0 and <= 20, Item2: >= 0 and <= 10 }));
    }

    [Fact]
    public void Twice_the_size_cuts_boxes_at_the_border_and_drops_small_rests()
    {
        var (kept, dropped) = (0, 0);
        for (var seed = 0; seed < 100; seed++)
        {
            var (picture, truth) = ScaleJitter.Apply(Painted(), s_truth, 2, 2, .3, new Random(seed));
            Assert.Equal((Width, Height), (picture.Width, picture.Height));
            if (truth.Boxes.Length == 0)
            {
                dropped++;
                // A visible share below .3 of 16 × 12 pixels, four times enlarged.
                Assert.True(picture.Pixels.Count(static v => v == 200) < 3 * .3 * 16 * 12 * 4);
                continue;
            }

            kept++;
            var box = truth.Boxes[0];
            Assert.True(box is { X1: >= 0, Y1: >= 0, X2: <= Width, Y2: <= Height, IsValid: true });
            Assert.True(box.Area >= .3 * 16 * 12 * 4);
            // Interpolation mixes the colours of the outermost pixels.
            AssertPainted(picture, new(box.X1 + 1, box.Y1 + 1, box.X2 - 1, box.Y2 - 1), 200);
            Assert.All(truth.Crowds, static crowd => Assert.True(crowd is { IsValid: true, X1: 0, X2: Width }));
        }

        Assert.True(kept > 20 && dropped > 5, $"{kept} kept, {dropped} dropped");
    }

    [Fact]
    public void A_factor_of_one_changes_nothing()
    {
        var (picture, truth) = ScaleJitter.Apply(Painted(), s_truth, 1, 1, .3, new Random(3));
        Assert.Equal(Painted().Pixels, picture.Pixels);
        Assert.Equal(s_truth.Boxes, truth.Boxes);
        AssertLeftHalf(truth);
    }

    // A box that begins outside the image must not reach into the padding.
    [Fact]
    public void Boxes_end_where_the_picture_ends()
    {
        GroundTruth truth = new([new(-20, -10, 20, 10), new(-9, 0, 0, 9)], [0, 1]);
        for (var seed = 0; seed < 20; seed++)
            Assert.Equal((10, 5), ScaleJitter.Apply(Painted(), truth, .5, .5, .3, new Random(seed)).GroundTruth.Boxes is [var box] ? (box.Width, box.Height) : (0, 0));
    }

    [Fact]
    public void One_pixel_is_enough()
    {
        var (picture, _) = ScaleJitter.Apply(new Image(1, 1), GroundTruth.None, .1, 2, .3, new Random(1));
        Assert.Equal((1, 1), (picture.Width, picture.Height));
    }

    private static void AssertPainted(Image picture, Box box, int value)
    {
        for (var y = (int)box.Y1; y < box.Y2; y++) Assert.Equal(-1, picture.Row(y)[(3 * (int)box.X1)..(3 * (int)box.X2)].IndexOfAnyExcept((byte)value));
    }

    private static void AssertLeftHalf(GroundTruth truth)
    {
        var grid = new float[4];
        truth.Masks![0]!.Draw(truth.Boxes[0], 2, grid);
        Assert.Equal([1, 0, 1, 0], grid);
    }

    private static Image Painted()
    {
        var picture = new Image(Width, Height);
        for (var y = 4; y < 16; y++) picture.Row(y)[(3 * 8)..(3 * 24)].Fill(200);
        return picture;
    }
}
