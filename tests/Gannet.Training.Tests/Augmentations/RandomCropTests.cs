using Gannet.Detection;
using Gannet.Kernels.Masks;
using Gannet.Kernels.Overlaps;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class RandomCropTests
{
    private const int Width = 120, Height = 80;

    // Each pixel encodes its position, so that the test sees whether image and boxes move together.
    private static readonly Image s_picture = Coordinates();

    private static readonly GroundTruth s_truth = new([new(10, 10, 50, 40), new(70, 50, 110, 75), new(60, 5, 64, 9)], [0, 1, 2])
    {
        Masks = [new(new([[10, 10, 50, 10, 50, 40, 10, 40]])), null, null],
        Crowds = [new(100, 0, 120, 20)],
    };

    [Fact]
    public void What_remains_is_visible_enough_and_moves_with_the_pixels()
    {
        var (whole, cut, dropped) = (0, 0, 0);
        for (var seed = 0; seed < 500; seed++)
        {
            var (picture, kept) = RandomCrop.Apply(s_picture, s_truth, .3, .4, new Random(seed));
            var window = Box.FromSize(picture.Pixels[0], picture.Pixels[1], picture.Width, picture.Height);
            Assert.Equal((window.X2 - 1, window.Y2 - 1), (picture.Pixels[^3], picture.Pixels[^2]));
            Assert.True(window.Width >= .3 * Width && window.Height >= .3 * Height);
            Assert.InRange(window.Width / Width / (window.Height / Height), .48, 2.09);
            var expected = Enumerable.Range(0, 3).Where(g => Visible(s_truth.Boxes[g], window).Area >= .4f * s_truth.Boxes[g].Area).ToList();
            Assert.Equal(expected, kept.Labels);
            Assert.Equal(expected.Select(g => Visible(s_truth.Boxes[g], window).Shift(-window.X1, -window.Y1)), kept.Boxes);
            Assert.All(kept.Crowds, crowd => Assert.Equal(Visible(s_truth.Crowds[0], window).Shift(-window.X1, -window.Y1), crowd));
            Assert.Equal(window.X2 > 100 && window.Y1 < 20 ? 1 : 0, kept.Crowds.Length);
            Assert.NotEmpty(kept.Boxes);
            if (kept.Labels[0] == 0) AssertFilled(kept.Masks![0]!, kept.Boxes[0]);
            if (picture == s_picture) whole++;
            cut += kept.Boxes.Zip(expected).Count(static p => p.First.Area < s_truth.Boxes[p.Second].Area);
            dropped += 3 - expected.Count;
        }

        // At least the seventh that is not cropped; an overlap of .7 or more with boxes this small is impossible.
        Assert.InRange(whole, 50, 400);
        Assert.True(cut > 50 && dropped > 100, $"{cut} cut, {dropped} dropped");
    }

    // The first number drawn is the overlap that a window must have with some object.
    [Fact]
    public void A_window_overlaps_an_object_at_least_as_much_as_was_drawn()
    {
        GroundTruth truth = new([new(0, 0, 60, 80), new(80, 10, 110, 60)], [0, 1]);
        for (var seed = 0; seed < 500; seed++)
        {
            var picture = RandomCrop.Apply(s_picture, truth, .3, .1, new Random(seed)).Image;
            var least = Drawn(seed);
            if (picture == s_picture)
            {
                Assert.True(least > .3, $"a window with an overlap of {least} was not found with seed {seed}");
                continue;
            }

            var window = Box.FromSize(picture.Pixels[0], picture.Pixels[1], picture.Width, picture.Height);
            Assert.True(truth.Boxes.Max(box => Iou.Of(box, window)) >= least, $"seed {seed}");
        }
    }

    [Fact]
    public void Pictures_without_objects_are_cropped_unless_they_are_to_stay_whole()
    {
        for (var seed = 0; seed < 200; seed++)
            Assert.Equal(Drawn(seed) == 1, RandomCrop.Apply(s_picture, GroundTruth.None, .3, .4, new Random(seed)).Image == s_picture);
    }

    [Fact]
    public void One_pixel_is_enough() => Assert.Equal(1, RandomCrop.Apply(new Image(1, 1), GroundTruth.None, .3, .3, new Random(1)).Image.Width);

    // SSD's overlaps; with 1 the picture stays whole.
    private static double Drawn(int seed) => ((double[])[0, .1, .3, .5, .7, .9, 1])[new Random(seed).Next(7)];

    private static Box Visible(Box box, Box window) => box.Shift(-window.X1, -window.Y1).Clip(window.Width, window.Height).Shift(window.X1, window.Y1);

    private static void AssertFilled(ObjectMask mask, Box box)
    {
        var grid = new float[16];
        mask.Draw(box, 4, grid);
        Assert.All(grid, static v => Assert.Equal(1, v));
    }

    private static Image Coordinates()
    {
        var picture = new Image(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++) (picture.Row(y)[3 * x], picture.Row(y)[3 * x + 1]) = ((byte)x, (byte)y);
        }

        return picture;
    }
}
