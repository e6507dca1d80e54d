using Gannet.Datasets;
using Gannet.Evaluation.Results;

namespace Gannet.Evaluation.Overlaps;

/// <summary>Measures the overlap of detections and objects: the only part in which the scores of boxes and masks differ.</summary>
internal abstract class ShapeIou
{
    public static ShapeIou Of(IouType kind) => kind switch
    {
        IouType.Boxes => new BoxIou(),
        IouType.Masks => new MaskIou(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown overlap"),
    };

    /// <summary>Measures D detections and G objects of one picture.</summary>
    /// <param name="picture">The picture that they belong to.</param>
    /// <param name="detections">The D detections.</param>
    /// <param name="objects">The G objects.</param>
    /// <param name="areas">Receives D areas, in square pixels.</param>
    /// <param name="ious">Receives <c>[D, G]</c> overlaps; for a crowd, the share of the detection that lies inside it.</param>
    public abstract void Measure(
        AnnotatedImage picture, ReadOnlySpan<ResultRow> detections, ReadOnlySpan<Annotation> objects, Span<double> areas,
        Span<double> ious);
}
