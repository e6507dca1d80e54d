using Gannet.Datasets;
using Gannet.Evaluation.Results;
using Gannet.Masks;

namespace Gannet.Evaluation.Overlaps;

/// <summary>The overlap of masks, pixel by pixel.</summary>
internal sealed class MaskIou : ShapeIou
{
    public override void Measure(
        AnnotatedImage picture, ReadOnlySpan<ResultRow> detections, ReadOnlySpan<Annotation> objects, Span<double> areas,
        Span<double> ious)
    {
        // Masks are unpacked picture by picture: those of a whole data set would not fit in memory.
        var truths = new RunLengthMask[objects.Length];
        for (var g = 0; g < objects.Length; g++) truths[g] = Mask(picture, objects[g]);
        for (var d = 0; d < detections.Length; d++)
        {
            var mask = Mask(picture, detections[d]);
            areas[d] = detections[d].Area ?? mask.Area;
            for (var g = 0; g < objects.Length; g++) ious[(d * objects.Length) + g] = mask.Iou(truths[g], objects[g].IsCrowd);
        }
    }

    /// <summary>The picture with its size, taken from a mask if the data set does not state it.</summary>
    public static AnnotatedImage Sized(AnnotatedImage picture, IReadOnlyList<ResultRow> detections)
    {
        if (picture.Width > 0) return picture;
        var runs = picture.Annotations.Select(static a => a.Segmentation?.Runs).Concat(detections.Select(static d => d.Mask))
            .FirstOrDefault(static runs => runs is not null);
        return runs is null ? picture : picture with { Width = runs.Width, Height = runs.Height };
    }

    private static RunLengthMask Mask(AnnotatedImage picture, Annotation annotation)
    {
        if (annotation.Segmentation is not { } outline)
        {
            throw new InvalidDataException(
                $"{picture.FileName}: annotation {annotation.Id} has no outline, so masks cannot be scored; score the boxes instead.");
        }

        if (outline.Runs is null && picture.Width <= 0)
        {
            throw new InvalidDataException(
                $"{picture.FileName}: the annotations do not state its width and height, which outlines need to become masks; add both to 'images', or name the pictures' folder with --images.");
        }

        return Checked(picture, $"the outline of annotation {annotation.Id}", () => RunLengthMask.From(outline, picture.Height, picture.Width));
    }

    private static RunLengthMask Mask(AnnotatedImage picture, in ResultRow detection)
    {
        if (detection.Mask is not { } runs)
            throw new ArgumentException($"A detection in {picture.FileName} has no mask; score the boxes instead.");
        return Checked(picture, "the mask of a detection", () => RunLengthMask.From(new([], runs), picture.Height, picture.Width));
    }

    private static RunLengthMask Checked(AnnotatedImage picture, string what, Func<RunLengthMask> unpack)
    {
        try
        {
            return unpack();
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{picture.FileName}: {what} is damaged: {error.Message}", error);
        }
    }
}
