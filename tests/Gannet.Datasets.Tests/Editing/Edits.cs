using Gannet.Datasets.Editing;

namespace Gannet.Datasets.Tests.Editing;

/// <summary>Short words for what the tests do with an editor.</summary>
internal static class Edits
{
    public static EditedBox New(string name, double x1, double y1, double x2, double y2) => new() { Class = name, X1 = x1, Y1 = y1, X2 = x2, Y2 = y2 };

    /// <summary>Saves what a change makes of the present boxes.</summary>
    public static PictureLabels Change(this DatasetEditor editor, int picture, Func<IReadOnlyList<EditedBox>, IEnumerable<EditedBox>> change, bool isLabelled = true)
    {
        var now = editor.Read(picture);
        return editor.Save(picture, now.Revision, [.. change(now.Boxes)], isLabelled);
    }

    public static string[] Words(this PictureLabels labels) =>
        [.. labels.Boxes.Select(static b => FormattableString.Invariant($"{b.Class} {b.X1:0.##} {b.Y1:0.##} {b.X2:0.##} {b.Y2:0.##}"))];
}
