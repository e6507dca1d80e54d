using Gannet.Datasets;
using Gannet.Kernels.Overlaps;

namespace Gannet.Evaluation.Doubts;

/// <summary>Which detection belongs to which label of a picture, whatever their classes.</summary>
/// <param name="SeenFor">For each label its detection; null for none.</param>
/// <param name="Unmatched">The detections that belong to none, best first.</param>
internal sealed record PictureMatch(IReadOnlyList<DetectedObject?> SeenFor, IReadOnlyList<DetectedObject> Unmatched)
{
    /// <summary>Matches one to one, largest IoU first.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="found">The detections.</param>
    /// <param name="same">IoU from which two detections, of whatever class, are of one object; the better one stands for both.</param>
    /// <param name="least">Least IoU of a match.</param>
    public static PictureMatch Of(IReadOnlyList<Annotation> labels, IReadOnlyList<DetectedObject> found, double same, double least)
    {
        List<DetectedObject> objects = [];
        foreach (var d in found.OrderByDescending(static d => d.Score))
        {
            if (d.Box.IsValid && !objects.Exists(better => Iou.Of(better.Box, d.Box) >= same)) objects.Add(d);
        }

        var pairs = labels.SelectMany((label, k) => objects.Select((d, o) => (Label: k, Object: o, Overlap: Iou.Of(label.Box, d.Box))))
            .Where(pair => pair.Overlap >= least).OrderByDescending(static pair => pair.Overlap).ThenBy(static pair => pair.Label);
        var (seenFor, taken) = (new DetectedObject?[labels.Count], new bool[objects.Count]);
        foreach (var (label, seen, _) in pairs)
        {
            if (seenFor[label] is not null || taken[seen]) continue;
            (seenFor[label], taken[seen]) = (objects[seen], true);
        }

        return new(seenFor, [.. objects.Where((_, o) => !taken[o])]);
    }
}
