using Gannet.Masks;

namespace Gannet.Datasets.Reading;

/// <summary>Finds an outline wanting where it is read, with its file and record, not in the middle of a training.</summary>
internal static class OutlineScreen
{
    /// <summary>What is wrong with an outline; null where it is sound.</summary>
    public static string? Fault(Segmentation outline, ImageRecord picture)
    {
        if (outline.Runs is { } runs && picture.Width > 0 && (runs.Width, runs.Height) != (picture.Width, picture.Height))
            return $"the mask is of {runs.Height}×{runs.Width} pixels, its picture of {picture.Height}×{picture.Width}";
        try
        {
            foreach (var polygon in outline.Polygons) PolygonFill.Check(polygon);
            if (outline.Runs is not null) RunLengthMask.From(outline.Runs);
            return null;
        }
        catch (InvalidDataException error)
        {
            return error.Message.TrimEnd('.');
        }
    }
}
