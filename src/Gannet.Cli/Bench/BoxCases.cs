using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Matching;
using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Overlaps;

namespace Gannet.Cli.Bench;

/// <summary>Kernels on boxes, with the peer script's names and shapes.</summary>
internal static class BoxCases
{
    // Anchors of a five-level pyramid on a picture of 1088 × 800 pixels, three per cell, rounded up as in the peer script.
    private const int Anchors = 261_888;
    private const int Objects = 50;

    public static IEnumerable<BenchCase> All()
    {
        foreach (var count in (int[])[1000, 4000, 12_000]) yield return new($"nms_{count}_iou0.7", () => Suppress(count));
        yield return new("batched_nms_10000_90classes_iou0.5", SuppressPerClass);
        yield return new($"iou_{Anchors}x{Objects}", Overlap);
        yield return new($"match_{Anchors}x{Objects}", Match);
        yield return new($"decode_{Anchors}", Decode);
    }

    private static Action Suppress(int count)
    {
        var data = new BenchData(seed: count);
        var (boxes, scores) = (Boxes(data, count), data.Uniform(count));
        return () => Nms.Keep(boxes, scores, 0.7);
    }

    private static Action SuppressPerClass()
    {
        const int Count = 10_000, Classes = 90;
        var data = new BenchData(seed: Count);
        var (boxes, scores, labels) = (Boxes(data, Count), data.Uniform(Count), data.Labels(Count, Classes));
        return () => Nms.KeepPerClass(boxes, scores, labels, 0.5);
    }

    private static Action Overlap()
    {
        var (anchors, objects) = AnchorsAndObjects();
        var overlaps = new float[Anchors * Objects];
        return () => Iou.OfPairs(objects, anchors, overlaps);
    }

    private static Action Match()
    {
        var (anchors, objects) = AnchorsAndObjects();
        var options = new MatchOptions { Foreground = 0.7f, Background = 0.3f };
        return () => BoxMatcher.Match(anchors, objects, options);
    }

    private static Action Decode()
    {
        var data = new BenchData(seed: Anchors);
        var (anchors, offsets, boxes) = (Boxes(data, Anchors), data.Offsets(Anchors, deviation: 0.2f), new Box[Anchors]);
        return () => BoxCoder.Proposals.Decode(anchors, offsets, boxes);
    }

    private static (Box[] Anchors, Box[] Objects) AnchorsAndObjects()
    {
        var data = new BenchData(seed: Objects);
        return (Boxes(data, Anchors), Boxes(data, Objects));
    }

    private static Box[] Boxes(BenchData data, int count) => data.Boxes(count, OperatorShapes.Width, OperatorShapes.Height);
}
