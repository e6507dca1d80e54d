using Gannet.Detection.Merging;
using Gannet.Imaging.Tiles;
using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.Tests.Merging;

[LeakCheck]
public sealed class TiledDetectionTests
{
    [Fact]
    public void A_picture_no_larger_than_a_tile_is_looked_at_once()
    {
        using var detector = SmallDetector.Create();
        var picture = SmallDetector.Image(90, 70);
        var found = new TiledDetection(detector, new() { Side = 90 }).Detect(picture, score: 0);
        Assert.NotEmpty(found);
        Assert.Equal(detector.Detect([picture])[0], found);
    }

    // With a threshold of 1 nothing but equal boxes is merged, so everything the tiles show is there, in its place.
    [Fact]
    public void Objects_are_where_their_tiles_show_them()
    {
        using var detector = SmallDetector.Create();
        var picture = SmallDetector.Image(150, 100);
        var options = new TiledDetectionOptions { Side = 64, Overlap = .25, WholePicture = false, Threshold = 1, MergeBy = MergeOverlap.Union };
        var found = new TiledDetection(detector, options).Detect(picture, score: 0);
        var expected = TileGrid.Cover(150, 100, 64, .25)
            .SelectMany(window => detector.Detect([window.CutFrom(picture)])[0].Select(d => d with { Box = d.Box.Shift(window.X, window.Y) })).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, found.Count);
        Assert.All(found, d => Assert.Contains(d, expected));
        Assert.Equal(found.OrderByDescending(static d => d.Score).Select(static d => d.Score), found.Select(static d => d.Score));

        var withWhole = new TiledDetection(detector, options with { WholePicture = true }).Detect(picture, score: 0);
        Assert.Equal(expected.Count + detector.Detect([picture])[0].Count, withWhole.Count);
    }

    [Fact]
    public void Merged_objects_are_fewer_and_inside_the_picture()
    {
        using var detector = SmallDetector.Create();
        var picture = SmallDetector.Image(150, 100);
        var all = new TiledDetection(detector, new() { Side = 64, Threshold = 1 }).Detect(picture, score: 0);
        var found = new TiledDetection(detector, new() { Side = 64 }).Detect(picture, score: 0);
        Assert.InRange(found.Count, 1, all.Count - 1);
        Assert.All(found, static d => Assert.True(d.Box is { X1: >= -.001f, Y1: >= -.001f, X2: <= 150.001f, Y2: <= 100.001f }, $"{d.Box}"));
        Assert.All(found, static d => Assert.Equal(d.Label == 0 ? "cell" : "bead", d.Class));
        var least = found[found.Count / 2].Score;
        Assert.Equal(found.Where(d => d.Score >= least), new TiledDetection(detector, new() { Side = 64 }).Detect(picture, least));
    }

    [Fact]
    public void Each_tile_can_be_looked_at_in_several_views()
    {
        using var detector = SmallDetector.Create();
        var picture = SmallDetector.Image(60, 50);
        var views = new AugmentedDetectionOptions { Scales = [1.5] };
        Assert.Equal(
            new AugmentedDetection(detector, views).Detect(picture, score: 0),
            new TiledDetection(detector, new() { Side = 64 }, views).Detect(picture, score: 0));
        Assert.NotEmpty(new TiledDetection(detector, new() { Side = 32 }, views).Detect(picture, score: 0));
    }

    [Fact]
    public void A_cancelled_detection_stops()
    {
        using var detector = SmallDetector.Create();
        Assert.Throws<OperationCanceledException>(() => new TiledDetection(detector, new() { Side = 32 }).Detect(new Image(64, 64), 0, new(canceled: true)));
    }

    [Fact]
    public void Bad_options_are_named()
    {
        using var detector = SmallDetector.Create();
        Assert.StartsWith("side is 31; it must be from 32 to 16384 pixels", Refused(detector, new() { Side = 31 }), StringComparison.Ordinal);
        Assert.StartsWith("overlap is 0.95; it must be from 0 to 0.9", Refused(detector, new() { Overlap = .95 }), StringComparison.Ordinal);
        Assert.StartsWith("threshold is NaN", Refused(detector, new() { Threshold = double.NaN }), StringComparison.Ordinal);
        using var masks = SmallDetector.Create("masks.size=14");
        Assert.StartsWith("the model has masks", Refused(masks, new()), StringComparison.Ordinal);
    }

    private static string Refused(Detector detector, TiledDetectionOptions options) =>
        Assert.Throws<InvalidOptionException>(() => new TiledDetection(detector, options)).Message;
}
