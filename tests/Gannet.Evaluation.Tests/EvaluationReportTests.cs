using Gannet.Datasets;
using Gannet.Datasets.Tests;
using Gannet.Masks;

namespace Gannet.Evaluation.Tests;

public sealed class EvaluationReportTests
{
    private static readonly AnnotatedDataset s_dataset = Scene.Dataset(
        2, Scene.Image(1, Scene.Object(0, 0, 20, 20)), Scene.Image(2, Scene.Object(50, 50, 90, 90), Scene.Object(0, 0, 40, 40, 1)));

    // Class 0: both found. Class 1: a wrong one only.
    private static readonly DetectedObject[][] s_detections =
        [[new(new(0, 0, 20, 20), 0, .9f)], [new(new(50, 50, 90, 90), 0, .8f), new(new(100, 0, 140, 40), 1, .7f)]];

    [Fact]
    public void Says_all_rules_and_what_was_evaluated()
    {
        var report = EvaluationReport.Compute(s_dataset, s_detections);
        Assert.Equal([.5, .5, .5, .5], [report.Coco.AP, report.Voc.MeanAP, report.Voc07.MeanAP, report.Score], static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal((2, 3), (report.Images, report.Boxes));
        Assert.Null(report.Masks);
        Assert.Null(report.Proposals);
    }

    [Fact]
    public void Proposals_are_compared_by_their_recall()
    {
        var report = EvaluationReport.Compute(s_dataset, s_detections, areProposals: true);
        Assert.Equal(2 / 3.0, report.Proposals!.AR100, 12);
        Assert.Equal(report.Proposals.AR100, report.Score);
    }

    // The second picture's source annotates only class 1, so detections of class 0 there count neither for nor against.
    [Fact]
    public void What_a_source_does_not_mark_is_not_scored()
    {
        DetectedObject[][] detections = [[new(new(0, 0, 20, 20), 0, .5f)], [new(new(100, 100, 120, 120), 0, .9f), new(new(0, 0, 40, 40), 1, .9f)]];
        var marked = Scene.Dataset(
            2, Scene.Image(1, Scene.Object(0, 0, 20, 20)), Scene.Image(2, Scene.Object(0, 0, 40, 40, 1)) with { ActiveClasses = [1] });
        Assert.Equal(1, EvaluationReport.Compute(marked, detections).Coco.AP, 9);
        var all = marked with { Images = [.. marked.Images.Select(static p => p with { ActiveClasses = null })] };
        Assert.Equal(.75, EvaluationReport.Compute(all, detections).Coco.AP, 9);
        Assert.Throws<ArgumentException>(() => EvaluationReport.Compute(marked, detections[..1]));
    }

    [Fact]
    public void Masks_are_scored_beside_the_boxes_where_asked()
    {
        var square = RunLengthMask.FromBitmap(Square(), 200, 200).ToRunLengths();
        var dataset = Scene.Dataset(1, Scene.Image(1, Scene.Object(0, 0, 20, 20) with { Segmentation = new([[0, 0, 20, 0, 20, 20, 0, 20]]) }));
        DetectedObject[][] detections = [[new DetectedObject(new(100, 100, 120, 120), 0, 1) { Mask = square }]];
        var report = EvaluationReport.Compute(dataset, detections, masksToo: true);
        Assert.Equal((0, 1), (Math.Round(report.Coco.AP, 9), Math.Round(report.Masks!.AP, 9)));
    }

    [Fact]
    public void Nothing_is_refused_by_name()
    {
        Assert.Throws<ArgumentNullException>("dataset", () => EvaluationReport.Compute(null!, s_detections));
        Assert.Throws<ArgumentNullException>("detections", () => EvaluationReport.Compute(s_dataset, (DetectedObject[][])null!));
        Assert.Throws<ArgumentNullException>("results", () => EvaluationReport.Compute(s_dataset, null!, default));
    }

    private static byte[] Square()
    {
        var bitmap = new byte[200 * 200];
        for (var y = 0; y < 20; y++) bitmap.AsSpan(y * 200, 20).Fill(1);
        return bitmap;
    }
}
