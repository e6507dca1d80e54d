using Gannet.Datasets;
using Gannet.Datasets.Tests;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;
using Gannet.Masks;

namespace Gannet.Evaluation.Tests.Overlaps;

public sealed class MaskIouTests
{
    private static readonly CocoEvaluationOptions s_masks = new() { Overlap = IouType.Masks };

    // The triangle's box is the square, but the triangle fills half of it: the mask IoU is .5, not 1.
    [Fact]
    public void Masks_decide_where_boxes_agree()
    {
        var dataset = Scene.Dataset(1, Scene.Image(1, Square(0, 0, 40)));
        DetectedObject[] found = [new DetectedObject(new(0, 0, 40, 40), 0, .9f) { Mask = Mask([[0, 0, 40, 0, 40, 30, 0, 30]]) }];
        Assert.Equal(1, CocoEvaluator.Evaluate(dataset, [found]).AP, 9);
        var scores = CocoEvaluator.Evaluate(dataset, [found], s_masks);
        Assert.Equal(0.6, scores.AP, 9);   // IoU .75: the six thresholds up to .75
        Assert.Equal(1, scores.AP75, 9);
    }

    [Fact]
    public void Areas_are_the_masks()
    {
        // A miss of 40² box but 20·40 mask is small (below 32²): it counts against the small objects.
        var dataset = Scene.Dataset(1, Scene.Image(1, Square(100, 100, 20)));
        DetectedObject[] found =
        [
            new DetectedObject(new(0, 0, 40, 40), 0, .9f) { Mask = Mask([[0, 0, 20, 0, 20, 40, 0, 40]]) },
            new DetectedObject(new(100, 100, 120, 120), 0, .8f) { Mask = Mask([[100, 100, 120, 100, 120, 120, 100, 120]]) },
        ];
        Assert.Equal(1, CocoEvaluator.Evaluate(dataset, [found]).APs, 9);
        Assert.Equal(0.5, CocoEvaluator.Evaluate(dataset, [found], s_masks).APs, 9);
    }

    [Fact]
    public void Overlaps_are_a_row_per_detection()
    {
        Annotation[] objects = [Square(0, 0, 4), Square(2, 0, 4), Square(0, 0, 8)];
        DetectedObject[] found =
        [
            new DetectedObject(new(0, 0, 4, 4), 0, .9f) { Mask = Mask([[0, 0, 4, 0, 4, 4, 0, 4]]) },
            new DetectedObject(new(0, 0, 4, 8), 0, .9f) { Mask = Mask([[0, 2, 4, 2, 4, 6, 0, 6]]) },
        ];
        var (areas, ious) = (new double[2], new double[6]);
        ShapeIou.Of(IouType.Masks).Measure(
            Scene.Image(1) with { Width = 200, Height = 200 }, [.. found.Select(ResultRow.Of)], objects, areas, ious);
        Assert.Equal([16, 16], areas);
        Assert.Equal([1, 8 / 24d, 16 / 64d, 8 / 24d, 4 / 28d, 16 / 64d], ious);
    }

    [Fact]
    public void A_picture_one_pixel_wide_states_its_size()
    {
        var picture = Scene.Image(1) with { Width = 1, Height = 1 };
        Assert.Same(picture, MaskIou.Sized(picture, []));
    }

    [Fact]
    public void A_crowd_forgives_what_lies_inside_it()
    {
        var crowd = Square(0, 0, 100) with { IsCrowd = true, Segmentation = new([], Mask([[0, 0, 100, 0, 100, 100, 0, 100]])) };
        var dataset = Scene.Dataset(1, Scene.Image(1, crowd, Square(150, 150, 30)));
        DetectedObject[] found =
        [
            new DetectedObject(new(10, 10, 40, 40), 0, .9f) { Mask = Mask([[10, 10, 40, 10, 40, 40, 10, 40]]) },
            new DetectedObject(new(150, 150, 180, 180), 0, .8f) { Mask = Mask([[150, 150, 180, 150, 180, 180, 150, 180]]) },
        ];
        Assert.Equal(1, CocoEvaluator.Evaluate(dataset, [found], s_masks).AP, 9);
    }

    [Fact]
    public void What_has_no_outline_or_a_damaged_one_is_named()
    {
        DetectedObject[] found = [new DetectedObject(new(0, 0, 40, 40), 0, .9f) { Mask = Mask([[0, 0, 40, 0, 40, 40]]) }];
        var bare = Scene.Dataset(1, Scene.Image(1, Scene.Object(0, 0, 40, 40) with { Id = 17 }));
        var error = Assert.Throws<InvalidDataException>(() => CocoEvaluator.Evaluate(bare, [found], s_masks));
        Assert.Contains("1.jpg: annotation 17 has no outline", error.Message, StringComparison.Ordinal);

        var outlined = Scene.Dataset(1, Scene.Image(1, Square(0, 0, 40)));
        Assert.Throws<ArgumentException>(() => CocoEvaluator.Evaluate(outlined, [[new(new(0, 0, 40, 40), 0, .9f)]], s_masks));
        var damaged = new DetectedObject(new(0, 0, 40, 40), 0, .9f) { Mask = new(200, 200, [], "!") };
        Assert.Throws<InvalidDataException>(() => CocoEvaluator.Evaluate(outlined, [[damaged]], s_masks));
    }

    [Fact]
    public void A_size_that_nothing_states_is_asked_for()
    {
        var unsized = Scene.Dataset(1, Scene.Image(1, Square(0, 0, 40)) with { Width = 0, Height = 0 });
        var error = Assert.Throws<InvalidDataException>(() => CocoEvaluator.Evaluate(unsized, [[new(new(0, 0, 40, 40), 0, .9f)]], s_masks));
        Assert.Contains("1.jpg: the annotations do not state its width and height", error.Message, StringComparison.Ordinal);

        // A mask states the size, too.
        DetectedObject[] found = [new DetectedObject(new(0, 0, 40, 40), 0, .9f) { Mask = Mask([[0, 0, 40, 0, 40, 40, 0, 40]]) }];
        Assert.Equal(1, CocoEvaluator.Evaluate(unsized, [found], s_masks).AP, 9);
    }

    private static Annotation Square(float x, float y, float size) => Scene.Object(x, y, x + size, y + size) with
    {
        Segmentation = new([[x, y, x + size, y, x + size, y + size, x, y + size]]),
    };

    private static RunLengths Mask(double[][] polygons) => RunLengthMask.FromPolygons(polygons, 200, 200).ToRunLengths();
}
