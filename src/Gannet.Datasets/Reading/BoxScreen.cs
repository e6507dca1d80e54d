using System.Globalization;
using Gannet.Datasets.Checking;

namespace Gannet.Datasets.Reading;

/// <summary>Decides whether a box can be used, and fixes what can be fixed.</summary>
internal static class BoxScreen
{
    // Six decimals of a fraction of 16,000 pixels are worth 0.02 pixels: an overhang caused by rounding is clipped without a report.
    private const double RoundingPixels = 0.05;

    /// <summary>Checks one record; the box is usable if there is no problem or the problem does not leave it out.</summary>
    public static (Box Box, DataProblem? Problem) Screen(AnnotationRecord record, ImageRecord picture, bool clip)
    {
        var box = new Box((float)record.X1, (float)record.Y1, (float)record.X2, (float)record.Y2);
        if (!float.IsFinite(box.X1) || !float.IsFinite(box.Y1) || !float.IsFinite(box.X2) || !float.IsFinite(box.Y2))
        {
            return (default, Problem(DataProblemKind.EmptyBox, "is not finite", "left out", leftOut: true));
        }

        if (!clip) return (box, null);
        if (!box.IsValid) return (default, Problem(DataProblemKind.EmptyBox, "has no area", "left out", leftOut: true));
        if (picture.Width <= 0 || picture.Height <= 0) return (box, null);

        var inside = box.Clip(picture.Width, picture.Height);
        if (!inside.IsValid)
        {
            return (default, Problem(DataProblemKind.OutsidePicture, $"lies outside the {Size()} picture", "left out", leftOut: true));
        }

        var beyond = Math.Max(Math.Max(-box.X1, -box.Y1), Math.Max(box.X2 - picture.Width, box.Y2 - picture.Height));
        return beyond <= RoundingPixels
            ? (inside, null)
            : (inside, Problem(DataProblemKind.ClippedBox, $"reaches outside the {Size()} picture", "cut at its edge", leftOut: false));

        string Size() => $"{picture.Width}x{picture.Height}";

        DataProblem Problem(DataProblemKind kind, string what, string cure, bool leftOut) => new(
            kind, picture.AnnotationFile, record.Where,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the box [{record.X1}, {record.Y1}, {record.X2}, {record.Y2}] of class '{record.ClassName}' {what}"),
            cure, leftOut);
    }
}
