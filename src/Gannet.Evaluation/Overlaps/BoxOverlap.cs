using Gannet.Datasets;

namespace Gannet.Evaluation.Overlaps;

/// <summary>The overlap of boxes, in double as pycocotools computes it.</summary>
internal sealed class BoxOverlap : ShapeOverlap
{
    public override void Measure(
        AnnotatedPicture picture, ReadOnlySpan<DetectedObject> detections, ReadOnlySpan<Annotation> objects, Span<double> areas,
        Span<double> ious)
    {
        for (var d = 0; d < detections.Length; d++) areas[d] = Area(detections[d].Box);
        for (var g = 0; g < objects.Length; g++)
        {
            var truth = objects[g].Box;
            var truthArea = Area(truth);
            for (var d = 0; d < detections.Length; d++)
            {
                var box = detections[d].Box;
                var width = Math.Min((double)box.X2, truth.X2) - Math.Max((double)box.X1, truth.X1);
                var height = Math.Min((double)box.Y2, truth.Y2) - Math.Max((double)box.Y1, truth.Y1);
                var common = width > 0 && height > 0 ? width * height : 0;
                var whole = objects[g].IsCrowd ? areas[d] : areas[d] + truthArea - common;
                ious[(d * objects.Length) + g] = common > 0 ? common / whole : 0;
            }
        }
    }

    private static double Area(in Box box) => ((double)box.X2 - box.X1) * ((double)box.Y2 - box.Y1);
}
