using FsCheck;
using FsCheck.Fluent;
using Gannet.Masks;
using static Gannet.Tests.Masks.ArbitraryMasks;

namespace Gannet.Tests.Masks;

public sealed class RunLengthMaskTests
{
    [Fact]
    public void A_bitmap_comes_back_from_its_runs_and_from_their_text() => Prop.ForAll(One, static bitmap =>
    {
        var mask = Of(bitmap);
        return mask.ToBitmap().SequenceEqual(bitmap.Pixels)
            && RunLengthMask.From(mask.ToRunLengths()).ToBitmap().SequenceEqual(bitmap.Pixels)
            && RunLengthMask.FromCounts(mask.Height, mask.Width, [.. mask.Runs.ToArray().Select(static run => (long)run)]).Runs.SequenceEqual(mask.Runs);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Area_and_box_are_the_bitmaps() => Prop.ForAll(One, static bitmap =>
    {
        var mask = Of(bitmap);
        var places = Enumerable.Range(0, bitmap.Pixels.Length).Where(k => bitmap.Pixels[k] != 0)
            .Select(k => (X: k % bitmap.Width, Y: k / bitmap.Width)).ToList();
        var box = places.Count == 0
            ? default
            : new Box(places.Min(static p => p.X), places.Min(static p => p.Y), places.Max(static p => p.X) + 1, places.Max(static p => p.Y) + 1);
        return mask.Area == places.Count && mask.Box == box;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Overlap_and_union_are_the_bitmaps() => Prop.ForAll(Pair, static pair =>
    {
        var (a, b) = (Of(pair.A), Of(pair.B));
        byte[] union = [.. pair.A.Pixels.Zip(pair.B.Pixels, static (p, q) => (byte)(p | q))];
        var common = pair.A.Pixels.Zip(pair.B.Pixels, static (p, q) => p & q).Sum();
        var whole = union.Sum(static p => p);
        return RunLengthMask.Union(a.Height, a.Width, a, b).ToBitmap().SequenceEqual(union)
            && a.Intersection(b) == common
            && a.Iou(b) == (common == 0 ? 0 : (double)common / whole)
            && a.Iou(b, isCrowd: true) == (common == 0 ? 0 : (double)common / a.Area)
            && a.Iou(b) == b.Iou(a);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Runs_go_down_the_columns()
    {
        var mask = RunLengthMask.FromCounts(2, 3, [1, 2, 0, 1, 2]);
        Assert.Equal([0, 1, 0, 1, 1, 0], mask.ToBitmap());
        Assert.Equal([1, 3, 2], mask.Runs.ToArray());
        Assert.Equal(new Box(0, 0, 2, 2), mask.Box);
    }

    [Theory]
    [InlineData(2, 3, new long[] { 1, 2 }, "add up to 3")]
    [InlineData(2, 3, new long[] { 1, 9 }, "run 1")]
    [InlineData(2, 3, new long[] { 1, -1, 6 }, "run 1")]
    [InlineData(2, 3, new long[] { long.MaxValue, long.MaxValue }, "run 0")]
    [InlineData(-2, -3, new long[] { 6 }, "refused")]
    [InlineData(1_000_000, 1_000_000, new long[] { 1_000_000_000_000 }, "refused")]
    public void Runs_that_do_not_fit_are_refused(int height, int width, long[] counts, string word)
    {
        var error = Assert.Throws<InvalidDataException>(() => RunLengthMask.FromCounts(height, width, counts));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_mask_of_another_size_is_refused()
    {
        var mask = RunLengthMask.FromCounts(2, 3, [6]);
        Assert.Throws<ArgumentException>(() => mask.Iou(RunLengthMask.FromCounts(3, 2, [6])));
        Assert.Throws<ArgumentException>(() => RunLengthMask.FromBitmap([0, 1], 2, 3));
        Assert.Throws<InvalidDataException>(() => RunLengthMask.From(new Segmentation([], new RunLengths(3, 2, [6])), 2, 3));
    }

    private static RunLengthMask Of(Bitmap bitmap) => RunLengthMask.FromBitmap(bitmap.Pixels, bitmap.Height, bitmap.Width);
}
