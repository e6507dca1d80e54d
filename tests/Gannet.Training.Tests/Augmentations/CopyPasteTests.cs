using Gannet.Detection;
using Gannet.Kernels.Masks;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class CopyPasteTests
{
    private const byte Old = 10, New = 90;

    [Fact]
    public void A_box_is_pasted_whole_and_covers_what_is_below()
    {
        // The pasted box of 8 × 4 covers the first object, half of the second and nothing of the third.
        GroundTruth truth = new([new(4, 2, 6, 4), new(6, 2, 10, 6), new(12, 0, 16, 4)], [0, 1, 2]) { Weights = [1, .5f, .25f], Crowds = [new(0, 0, 16, 1)] };
        var (picture, kept) = Paste(truth, new([new(0, 2, 8, 6)], [7]), visibility: .5);
        Assert.Equal([1, 2, 7], kept.Labels);
        Assert.Equal([new(6, 2, 10, 6), new(12, 0, 16, 4), new(0, 2, 8, 6)], kept.Boxes);
        Assert.Equal([.5f, .25f, 1], kept.Weights!);
        Assert.Equal(truth.Crowds, kept.Crowds);
        AssertPasted(picture, static (x, y) => x < 8 && y is >= 2 and < 6);
        Assert.Equal([2, 7], Paste(truth, new([new(0, 2, 8, 6)], [7]), visibility: .51).GroundTruth.Labels);
    }

    [Fact]
    public void An_outline_is_pasted_alone()
    {
        // The left half of the box, which covers a quarter of the object below.
        GroundTruth source = new([new(4, 2, 12, 6)], [7]) { Masks = [Rectangle(4, 2, 8, 6)] };
        var (picture, kept) = Paste(new([new(6, 2, 14, 6)], [0]), source, visibility: .7);
        AssertPasted(picture, static (x, y) => x is >= 4 and < 8 && y is >= 2 and < 6);
        Assert.Equal([0, 7], kept.Labels);
        Assert.Equal([new(6, 2, 14, 6), new(4, 2, 12, 6)], kept.Boxes);
        Assert.Null(kept.Masks![0]);
        Assert.Equal(16, kept.Masks[1]!.Fill(0, 0, 16, 8).Sum(static v => v));
    }

    [Fact]
    public void An_outline_below_loses_what_is_covered_and_its_box_shrinks()
    {
        GroundTruth truth = new([new(3.5f, 2, 12.25f, 6)], [0]) { Masks = [Rectangle(4, 2, 12, 6)] };
        var kept = Paste(truth, new([new(0, 0, 7, 8)], [7]), visibility: .3).GroundTruth;
        Assert.Equal([new(7, 2, 12, 6), new(0, 0, 7, 8)], kept.Boxes);
        var seen = kept.Masks![0]!.Fill(0, 0, 16, 8);
        Assert.All(Enumerable.Range(0, seen.Length), k => Assert.Equal(k % 16 is >= 7 and < 12 && k / 16 is >= 2 and < 6 ? 1 : 0, seen[k]));
        // Five of eight columns are .625.
        Assert.Equal([7], Paste(truth, new([new(0, 0, 7, 8)], [7]), visibility: .63).GroundTruth.Labels);
    }

    [Fact]
    public void About_half_of_the_objects_are_pasted_and_at_least_one()
    {
        GroundTruth source = new([.. Enumerable.Range(0, 4).Select(static k => new Box(4 * k, 0, 4 * k + 2, 2))], [0, 1, 2, 3]);
        var counts = new int[5];
        for (var seed = 0; seed < 400; seed++)
        {
            var (picture, kept) = CopyPaste.Apply(FlatPool.Flat(16, 8, Old), GroundTruth.None, new(FlatPool.Flat(16, 8, New), source, 0, 0), .3, new Random(seed));
            counts[kept.Boxes.Length]++;
            AssertPasted(picture, (x, y) => y < 2 && kept.Boxes.Any(b => x >= b.X1 && x < b.X2));
        }

        // 1 : 4 : 6 : 4 : 1 of sixteen, and the first of these adds to the second: 125, 150, 100 and 25, ± 4 standard deviations.
        Assert.Equal(0, counts[0]);
        Assert.InRange(counts[1], 87, 163);
        Assert.InRange(counts[2], 111, 189);
        Assert.InRange(counts[4], 5, 45);
    }

    [Fact]
    public void Objects_without_a_pixel_are_not_pasted()
    {
        // Beside its box, and beside the part of the canvas that the source covers.
        GroundTruth source = new([new(4, 2, 6, 4)], [7]) { Masks = [Rectangle(10, 2, 12, 4)] };
        Assert.Empty(Paste(GroundTruth.None, source, .3).GroundTruth.Boxes);
        Assert.Empty(CopyPaste.Apply(
            FlatPool.Flat(16, 8, Old), GroundTruth.None, new(FlatPool.Flat(4, 4, New), new([new(0, 0, 2, 2)], [1]), 8, 4), .3, new Random(1)).GroundTruth.Boxes);
        Assert.Same(GroundTruth.None, Paste(GroundTruth.None, GroundTruth.None, .3).GroundTruth);
    }

    private static (Image Image, GroundTruth GroundTruth) Paste(GroundTruth truth, GroundTruth source, double visibility) =>
        CopyPaste.Apply(FlatPool.Flat(16, 8, Old), truth, new(FlatPool.Flat(16, 8, New), source, 0, 0), visibility, new Random(1));

    private static ObjectMask Rectangle(double left, double top, double right, double bottom) =>
        new(new([[left, top, right, top, right, bottom, left, bottom]]));

    private static void AssertPasted(Image picture, Func<int, int, bool> isNew)
    {
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++) Assert.Equal(isNew(x, y) ? New : Old, picture.Row(y)[3 * x]);
        }
    }
}
