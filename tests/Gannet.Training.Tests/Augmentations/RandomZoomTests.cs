using FsCheck;
using FsCheck.Fluent;
using Gannet.Detection;
using Gannet.Kernels.Masks;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class RandomZoomTests
{
    // Each pixel encodes its position, so that the test sees whether image and boxes move together.
    private static readonly Image s_picture = Coordinates(width: 120, height: 80);

    [Fact]
    public void Every_box_stays_whole_and_moves_with_the_pixels() => Prop.ForAll(
        (from boxes in Boxes from seed in Gen.Choose(0, 10_000) from least in Gen.Elements(.3, .6, 1) select (boxes, seed, least)).ToArbitrary(),
        static p =>
        {
            var truth = new GroundTruth(p.boxes, [.. Enumerable.Range(0, p.boxes.Length)]);
            var (picture, kept) = RandomZoom.Apply(s_picture, truth, p.least, 1, new Random(p.seed));
            var (left, top) = (picture.Pixels[0], picture.Pixels[1]);
            return picture.Width >= p.least * 120 && picture.Height >= p.least * 80
                && kept.Labels.SequenceEqual(truth.Labels)
                && kept.Boxes.SequenceEqual(p.boxes.Select(b => b.Shift(-left, -top)))
                && kept.Boxes.All(b => b.X1 >= 0 && b.Y1 >= 0 && b.X2 <= picture.Width && b.Y2 <= picture.Height)
                && picture.Row(picture.Height - 1)[^3] == left + picture.Width - 1 && picture.Row(picture.Height - 1)[^2] == top + picture.Height - 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Windows_keep_the_shape_of_the_picture_and_vary()
    {
        var sizes = Enumerable.Range(0, 200).Select(static seed => RandomZoom.Apply(s_picture, GroundTruth.None, .6, 1, new Random(seed)).Image).ToList();
        Assert.All(sizes, static p => Assert.InRange(p.Width / (p.Height * 1.5), .96, 1.04));
        Assert.InRange(sizes.Min(static p => p.Width), 72, 75);
        Assert.InRange(sizes.Max(static p => p.Width), 117, 120);
        Assert.True(sizes.Select(static p => p.Pixels[0]).Distinct().Count() > 10);
    }

    [Fact]
    public void Below_one_boxes_are_cut_and_small_rests_dropped_with_all_that_belongs_to_them()
    {
        GroundTruth truth = new([new(0, 0, 20, 20), new(50, 30, 70, 50), new(100, 60, 120, 80)], [7, 8, 9]) { Weights = [.1f, .2f, .3f], ActiveClasses = [7, 8] };
        var (cut, dropped) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var (picture, kept) = RandomZoom.Apply(s_picture, truth, .6, .5, new Random(seed));
            Box window = new(picture.Pixels[0], picture.Pixels[1], picture.Pixels[0] + picture.Width, picture.Pixels[1] + picture.Height);
            int[] expected = [.. Enumerable.Range(0, 3).Where(g => Shown(truth.Boxes[g], window).Area >= 200 && Shown(truth.Boxes[g], window).IsValid)];
            Assert.Equal(expected.Select(g => truth.Labels[g]), kept.Labels);
            Assert.Equal(expected.Select(g => truth.Weights[g]), kept.Weights!);
            Assert.Equal([7, 8], kept.ActiveClasses!);
            Assert.Equal(expected.Select(g => Shown(truth.Boxes[g], window).Shift(-window.X1, -window.Y1)), kept.Boxes);
            dropped += 3 - kept.Boxes.Length;
            cut += kept.Boxes.Count(static b => b.Area < 400);
        }

        Assert.True(cut > 20 && dropped > 20, $"{cut} cut, {dropped} dropped");

        static Box Shown(Box box, Box window) => new(
            Math.Max(box.X1, window.X1), Math.Max(box.Y1, window.Y1), Math.Min(box.X2, window.X2), Math.Min(box.Y2, window.Y2));
    }

    // A square outline fills the grid of its own box; it would not if it had not moved with the box.
    [Fact]
    public void Outlines_move_with_the_boxes()
    {
        var outline = new ObjectMask(new([[50, 30, 70, 30, 70, 50, 50, 50]]));
        GroundTruth truth = new([new(50, 30, 70, 50)], [0]) { Masks = [outline] };
        var moved = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var (_, kept) = RandomZoom.Apply(s_picture, truth, .6, 1, new Random(seed));
            var grid = new float[16];
            kept.Masks![0]!.Draw(kept.Boxes[0], 4, grid);
            Assert.All(grid, static v => Assert.Equal(1, v));
            if (kept.Boxes[0] != truth.Boxes[0]) moved++;
        }

        Assert.True(moved > 10);
    }

    [Fact]
    public void Boxes_over_the_whole_picture_leave_it_whole()
    {
        var (picture, kept) = RandomZoom.Apply(s_picture, new([new(0, 10, 120, 20)], [0]), .6, 1, new Random(1));
        Assert.Equal((120, 80), (picture.Width, picture.Height));
        Assert.Equal([new(0, 10, 120, 20)], kept.Boxes);
    }

    // Of a box that begins outside the image, only the visible part counts.
    [Fact]
    public void What_the_picture_does_not_show_is_not_missed()
    {
        GroundTruth truth = new([new(-10, -10, 10, 10), new(-20, -20, -5, -5)], [0, 1]);
        for (var seed = 0; seed < 20; seed++)
        {
            var (_, kept) = RandomZoom.Apply(s_picture, truth, .6, 1, new Random(seed));
            Assert.Equal([new(0, 0, 10, 10)], kept.Boxes);
        }
    }

    [Fact]
    public void One_pixel_is_enough()
    {
        var (picture, _) = RandomZoom.Apply(new Image(1, 1), GroundTruth.None, .1, 1, new Random(1));
        Assert.Equal((1, 1), (picture.Width, picture.Height));
    }

    private static Gen<Box[]> Boxes { get; } =
        (from x in Gen.Choose(0, 1100)
         from y in Gen.Choose(0, 700)
         from width in Gen.Choose(1, 1200)
         from height in Gen.Choose(1, 800)
         select new Box(x / 10f, y / 10f, Math.Min(x + width, 1200) / 10f, Math.Min(y + height, 800) / 10f)).ArrayOf();

    private static Image Coordinates(int width, int height)
    {
        var picture = new Image(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++) (picture.Row(y)[3 * x], picture.Row(y)[3 * x + 1]) = ((byte)x, (byte)y);
        }

        return picture;
    }
}
