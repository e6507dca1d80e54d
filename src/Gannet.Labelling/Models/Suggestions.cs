using Gannet.Datasets.Editing;
using Gannet.Kernels.Overlaps;

namespace Gannet.Labelling.Models;

/// <summary>Which detections are worth suggesting.</summary>
internal static class Suggestions
{
    /// <summary>A detection that overlaps a label of its class by this IoU shows the same object.</summary>
    public const float SameObject = 0.5f;

    /// <summary>The detections of at least some score that no label of the same class overlaps, best first.</summary>
    public static IReadOnlyList<DetectedObject> Of(IEnumerable<DetectedObject> found, IReadOnlyList<EditedBox> labels, float score) =>
        [.. found.Where(d => d.Score >= score && d.Box.IsValid && !labels.Any(label => label.Class == d.Class && Iou.Of(label.Box, d.Box) >= SameObject))
            .OrderByDescending(static d => d.Score)];
}
