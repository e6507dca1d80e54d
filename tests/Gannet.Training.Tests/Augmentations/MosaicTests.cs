using Gannet.Detection;
using Gannet.Kernels.Masks;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class MosaicTests
{
    private const int Width = 40, Height = 20;
    private const byte Own = 200;

    [Fact]
    public void Every_quarter_shows_one_picture_and_its_objects_stay_in_it()
    {
        // The object of each picture is the picture itself, and has its number.
        var pool = new FlatPool(30, 30, [.. Enumerable.Range(0, 5).Select(static k => new GroundTruth([new(0, 0, 30, 30)], [k]))]);
        GroundTruth truth = new([new(0, 0, Width, Height)], [Own]);
        var (own, corners) = (new HashSet<int>(), new HashSet<(int, int)>());
        for (var seed = 0; seed < 100; seed++)
        {
            var (picture, objects) = Mosaic.Apply(FlatPool.Flat(Width, Height, Own), truth, pool, .1, new Random(seed));
            Assert.Equal((Width, Height), (picture.Width, picture.Height));
            Assert.Equal(4, objects.Boxes.Length);
            // Each box covers exactly the pixels of its picture, and together they cover the canvas.
            for (var g = 0; g < 4; g++)
            {
                // Scaling rounds in the last bit.
                var box = Rounded(objects.Boxes[g]);
                Assert.True(objects.Boxes[g] is { X2: <= Width, Y2: <= Height } exact && Math.Abs(exact.X2 - box.X2) + Math.Abs(exact.Y2 - box.Y2) < 1e-4);
                for (var y = (int)box.Y1; y < box.Y2; y++) Assert.Equal(-1, picture.Row(y)[(3 * (int)box.X1)..(3 * (int)box.X2)].IndexOfAnyExcept((byte)objects.Labels[g]));
            }

            Assert.Equal(Width * Height, objects.Boxes.Sum(static b => Rounded(b).Area));
            Assert.Equal(3, pool.Read.Count);
            pool.Read.Clear();
            own.Add(Array.IndexOf(objects.Labels, Own));
            corners.Add(((int)Rounded(objects.Boxes[0]).X2, (int)Rounded(objects.Boxes[0]).Y2));
        }

        Assert.Equal(4, own.Count);
        Assert.All(corners, static c => Assert.True(c is { Item1: >= 10 and <= 30, Item2: >= 5 and <= 15 }));
        Assert.True(corners.Count > 40);
    }

    private static Box Rounded(Box box) => new(MathF.Round(box.X1), MathF.Round(box.Y1), MathF.Round(box.X2), MathF.Round(box.Y2));

    // Of an object at the border of a picture that is cut, too little can be left.
    [Fact]
    public void Objects_that_are_cut_away_are_dropped_and_outlines_follow()
    {
        ObjectMask left = new(new([[0, 0, 10, 0, 10, 20, 0, 20]]));
        GroundTruth truth = new([new(0, 0, 20, 20)], [0]) { Masks = [left], Weights = [.5f], Crowds = [new(38, 18, 40, 20)] };
        var (pool, kept) = (new FlatPool(Width, Height, truth), 0);
        for (var seed = 0; seed < 100; seed++)
        {
            var objects = Mosaic.Apply(FlatPool.Flat(Width, Height, Own), GroundTruth.None, pool, .9, new Random(seed)).GroundTruth;
            kept += objects.Boxes.Length;
            Assert.All(objects.Crowds, static crowd => Assert.True(crowd.IsValid));
            if (objects.Boxes.Length == 0) continue;
            Assert.All(objects.Weights!, static w => Assert.Equal(.5f, w));
            // The outline is the left half of the box, less at most a tenth.
            var grid = new float[4];
            objects.Masks![0]!.Draw(objects.Boxes[0], 2, grid);
            Assert.Equal(1, grid[0]);
            Assert.Equal(0, grid[1]);
        }

        // A quarter with another shape than the canvas cuts more than a tenth; most have one.
        Assert.InRange(kept, 20, 200);
    }

    [Fact]
    public void A_picture_too_small_for_four_stays() => Assert.Equal(
        1, Mosaic.Apply(new Image(1, 5), GroundTruth.None, new FlatPool(3, 3, GroundTruth.None), .3, new Random(1)).Image.Width);
}
