using Gannet.Datasets.Synthesis;
using Gannet.Kernels.Overlaps;
using Gannet.Masks;

namespace Gannet.Datasets.Tests.Synthesis;

public sealed class SmearSynthesizerTests
{
    [Fact]
    public void The_same_index_gives_the_same_field()
    {
        var first = new SmearSynthesizer(new() { Seed = 7 }).Make(3);
        var again = new SmearSynthesizer(new() { Seed = 7 }).Make(3);
        Assert.Equal(first.Image.Pixels, again.Image.Pixels);
        Assert.Equal(first.Cells.Select(static c => (c.Box, c.Label, c.Area)), again.Cells.Select(static c => (c.Box, c.Label, c.Area)));
        Assert.Equal(first.Cells.SelectMany(Outline), again.Cells.SelectMany(Outline));
        Assert.NotEqual(first.Image.Pixels, new SmearSynthesizer(new() { Seed = 7 }).Make(4).Image.Pixels);
        Assert.NotEqual(first.Image.Pixels, new SmearSynthesizer(new() { Seed = 8 }).Make(3).Image.Pixels);
    }

    [Fact]
    public void Forty_fields_hold_what_the_demonstration_needs()
    {
        var synthesizer = new SmearSynthesizer();
        SmearField[] fields = [.. Enumerable.Range(0, 40).Select(synthesizer.Make)];
        var cells = fields.SelectMany(static field => field.Cells).ToArray();
        Assert.True(cells.Length >= 200, $"{cells.Length} cells");
        Assert.True(fields.Sum(static field => field.Overlapping) >= 0.3 * cells.Length, "too few cells overlap");
        for (var label = 0; label < SmearSynthesizer.Classes.Count; label++)
            Assert.InRange(cells.Count(cell => cell.Label == label), cells.Length / 12, cells.Length);
        Assert.All(cells, static cell =>
        {
            Assert.True(cell.Box.IsValid);
            Assert.Equal(cell.Box, cell.Box.Clip(320, 240));
            Assert.InRange(Math.Max(cell.Box.Width, cell.Box.Height), 14, 85);
        });
    }

    [Fact]
    public void An_outline_fills_its_box_and_holds_what_was_stained()
    {
        var synthesizer = new SmearSynthesizer(new() { OverlapShare = 0 });
        foreach (var cell in Enumerable.Range(0, 20).SelectMany(k => synthesizer.Make(k).Cells))
        {
            var mask = RunLengthMask.FromPolygons(cell.Segmentation!.Polygons, 240, 320);
            Assert.Equal(cell.Area, mask.Area);
            Assert.True(Iou.Of(mask.Box, cell.Box) > 0.8, $"class {cell.Label}: {mask.Box} of {cell.Box}");

            // A disc covers three quarters of its box, a diagonal rod a fifth.
            Assert.InRange(mask.Area / (double)cell.Box.Area, 0.15, 0.95);
        }
    }

    [Fact]
    public void Overlapping_cells_are_those_whose_boxes_meet_too()
    {
        var field = new SmearSynthesizer(new() { OverlapShare = 1, MinCorpuscles = 10, MaxCorpuscles = 10 }).Make(0);
        var meeting = field.Cells.Count(cell => field.Cells.Any(other => other != cell && Iou.Of(cell.Box, other.Box) > 0));
        Assert.InRange(field.Overlapping, 6, meeting);
        var apart = new SmearSynthesizer(new() { OverlapShare = 0 }).Make(0);
        Assert.Equal(0, apart.Overlapping);
    }

    [Fact]
    public void A_larger_field_has_more_cells()
    {
        var field = new SmearSynthesizer(new() { Width = 640, Height = 480 }).Make(0);
        Assert.Equal((640, 480), (field.Image.Width, field.Image.Height));
        Assert.InRange(field.Cells.Count, 20, 60);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmearSynthesizer(new() { Width = 10 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmearSynthesizer(new() { MinCorpuscles = 5, MaxCorpuscles = 4 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmearSynthesizer(new() { Noise = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmearSynthesizer(new() { OverlapShare = 1.1 }));
    }

    private static IEnumerable<double> Outline(Annotation cell) => cell.Segmentation!.Polygons.SelectMany(static p => p);
}
