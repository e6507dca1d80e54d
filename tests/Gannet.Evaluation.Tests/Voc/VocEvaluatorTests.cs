using System.Globalization;
using Gannet.Datasets;
using Gannet.Datasets.Tests;
using Gannet.Evaluation.Voc;

namespace Gannet.Evaluation.Tests.Voc;

public class VocEvaluatorTests
{
    [SharedDataFact("data/voc-oracle/groundtruths")]
    public void Seven_pictures_score_as_published()
    {
        var (dataset, detections) = ReadOracle();
        var elevenPoints = VocEvaluator.Evaluate(
            dataset, detections, new() { Rule = AveragePrecisionRule.ElevenPoint, ThresholdIou = 0.3 });
        var area = VocEvaluator.Evaluate(dataset, detections, new() { ThresholdIou = 0.3 });

        // Published as 26.84 and 24.56 %, the second cut off rather than rounded.
        Assert.Equal(0.26839826839826841, elevenPoints.MeanAP, 12);
        Assert.Equal(0.2456866804692891, area.MeanAP, 12);
    }

    [Fact]
    public void The_pixel_at_the_far_edge_counts_as_VOC_counts_it()
    {
        // 10 x 10 beside 10 x 4: IoU .4 of continuous boxes; 11 x 11 and 11 x 5 with the edges, .4545.
        var dataset = Scene.Dataset(1, Scene.Image(1, Scene.Object(0, 0, 10, 10)));
        DetectedObject[] detections = [new(new(0, 0, 10, 4), 0, .9f)];
        Assert.Equal(1, VocEvaluator.Evaluate(dataset, [detections], new() { ThresholdIou = 0.42 }).MeanAP);
        Assert.Equal(0, VocEvaluator.Evaluate(dataset, [detections], new() { ThresholdIou = 0.42, InclusivePixels = false }).MeanAP);
    }

    [Fact]
    public void A_second_detection_of_an_object_is_wrong()
    {
        var dataset = Scene.Dataset(1, Scene.Image(1, Scene.Object(0, 0, 10, 10), Scene.Object(50, 50, 60, 60)));
        DetectedObject[] detections = [new(new(0, 0, 10, 10), 0, .9f), new(new(0, 0, 10, 9), 0, .8f), new(new(50, 50, 60, 60), 0, .7f)];
        Assert.Equal((1 + (2 / 3.0)) / 2, VocEvaluator.Evaluate(dataset, [detections]).MeanAP, 12);
    }

    [Fact]
    public void Difficult_objects_count_neither_way()
    {
        var dataset = Scene.Dataset(
            1, Scene.Image(1, Scene.Object(0, 0, 10, 10) with { IsDifficult = true }, Scene.Object(50, 50, 60, 60)));
        DetectedObject[] detections = [new(new(0, 0, 10, 10), 0, .9f), new(new(50, 50, 60, 60), 0, .7f)];
        Assert.Equal(1, VocEvaluator.Evaluate(dataset, [detections]).MeanAP, 12);
        Assert.Equal(1, VocEvaluator.Evaluate(dataset, [[detections[1]]]).MeanAP, 12);
    }

    [Fact]
    public void A_class_without_objects_is_undefined_and_leaves_the_mean_alone()
    {
        var dataset = Scene.Dataset(2, Scene.Image(1, Scene.Object(0, 0, 10, 10)));
        var scores = VocEvaluator.Evaluate(dataset, [[new(new(0, 0, 10, 10), 0, .9f), new(new(0, 0, 10, 10), 1, .9f)]]);
        Assert.Equal(1, scores.MeanAP, 12);
        Assert.Equal(-1, scores.PerClass[1].Value);
    }

    private static (AnnotatedDataset Dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> Detections) ReadOracle()
    {
        var folder = Repository.Shared("data/voc-oracle");
        var files = Directory.GetFiles(Path.Combine(folder, "groundtruths")).Order(StringComparer.Ordinal).ToList();
        var pictures = files.Select(
            (file, i) => Scene.Image(i + 1, [.. Rows(file).Select(static r => Scene.Object(r[0], r[1], r[0] + r[2], r[1] + r[3]))]));
        var detections = files.Select(file => Rows(Path.Combine(folder, "detections", Path.GetFileName(file)))
            .Select(static r => new DetectedObject(Box.FromSize(r[1], r[2], r[3], r[4]), 0, r[0])).ToList());
        return (Scene.Dataset(1, [.. pictures]), [.. detections]);
    }

    private static IEnumerable<float[]> Rows(string file) => File.ReadLines(file).Where(static line => line.Trim().Length > 0)
        .Select(
            static line =>
                Array.ConvertAll(
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..], static f => float.Parse(f, CultureInfo.InvariantCulture)));

    // 10 × 10 and 10 × 5 pixels with both edges counted: IoU .5, which counts; slightly less does not.
    [Theory]
    [InlineData(4, 1)]
    [InlineData(3.99f, 0)]
    public void One_edge_counts_and_the_threshold_is_enough(float bottom, double expected) => Assert.Equal(expected, VocEvaluator.Evaluate(
        Scene.Dataset(1, Scene.Image(1, Scene.Object(0, 0, 9, 9))), [[new DetectedObject(new(0, 0, 9, bottom), 0, 1)]]).MeanAP);

    // Moved by half its size along either axis: IoU 1/3.
    [Theory]
    [InlineData(0, 10)]
    [InlineData(0, -10)]
    [InlineData(10, 0)]
    [InlineData(-10, 0)]
    [InlineData(90, 0)]
    [InlineData(90, 90)]
    public void A_box_beside_the_object_is_wrong(float dx, float dy) => Assert.Equal(0, VocEvaluator.Evaluate(
        Scene.Dataset(1, Scene.Image(1, Scene.Object(50, 50, 70, 70))), [[new DetectedObject(new(50 + dx, 50 + dy, 70 + dx, 70 + dy), 0, 1)]]).MeanAP);

    // Class 0: one of two found, in the first picture; class 1: one of one, in the second, after a wrong one; class 2 has no object.
    [Fact]
    public void Every_class_and_picture_counts_for_itself()
    {
        var dataset = Scene.Dataset(3, Scene.Image(1, Scene.Object(0, 0, 20, 20)), Scene.Image(2, Scene.Object(0, 0, 20, 20), Scene.Object(50, 50, 90, 90, 1)));
        var scores = VocEvaluator.Evaluate(dataset,
            [[new(new(0, 0, 20, 20), 0, .9f)], [new(new(100, 100, 120, 120), 0, .8f), new(new(0, 0, 20, 20), 1, .7f), new(new(50, 50, 90, 90), 1, .6f)]]);
        Assert.Equal([.5, .5, -1], scores.PerClass.Select(static c => c.Value));
        Assert.Equal(.5, scores.MeanAP);
    }

    [Fact]
    public void Without_objects_there_is_no_score() =>
        Assert.Equal(-1, VocEvaluator.Evaluate(Scene.Dataset(1, Scene.Image(1)), [[]]).MeanAP);
}
