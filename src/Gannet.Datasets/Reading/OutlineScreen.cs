using Gannet.Masks;

namespace Gannet.Datasets.Reading;

/// <summary>Checks an outline when it is read, so that the problem names its file and record instead of stopping a training.</summary>
internal static class OutlineScreen
{
    /// <summary>What is wrong with an outline; null when it is valid.</summary>
    public static string? Fault(Segmentation outline, ImageRecord picture)
    {
        if (outline.Runs is { } runs && picture.Width > 0 && (runs.Width, runs.Height) != (picture.Width, picture.Height))
            return $"the mask has {runs.Height}×{runs.Width} pixels, its picture {picture.Height}×{picture.Width}";
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
