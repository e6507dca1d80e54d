using Gannet.Datasets;
using Gannet.Evaluation.Results;

namespace Gannet.Evaluation.Overlaps;

/// <summary>The overlap of boxes, operation for operation as pycocotools computes it.</summary>
internal sealed class BoxIou : ShapeIou
{
    public override void Measure(
        AnnotatedImage picture, ReadOnlySpan<ResultRow> detections, ReadOnlySpan<Annotation> objects, Span<double> areas,
        Span<double> ious)
    {
        for (var d = 0; d < detections.Length; d++) areas[d] = detections[d].Area ?? detections[d].Box.Area;
        for (var g = 0; g < objects.Length; g++)
        {
            var truth = objects[g].Place;
            var (truthX2, truthY2, truthArea) = (truth.X2, truth.Y2, truth.Area);
            for (var d = 0; d < detections.Length; d++)
            {
                ref readonly var detection = ref detections[d];
                var box = detection.Box;
                var width = Math.Min(box.X2, truthX2) - Math.Max(box.X, truth.X);
                var height = Math.Min(box.Y2, truthY2) - Math.Max(box.Y, truth.Y);
                var common = width > 0 && height > 0 ? width * height : 0;
                var whole = objects[g].IsCrowd ? box.Area : box.Area + truthArea - common;
                ious[(d * objects.Length) + g] = common > 0 ? common / whole : 0;
            }
        }
    }
}
