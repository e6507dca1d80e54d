using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Overlaps;

namespace Gannet.Detection.Merging;

/// <summary>Makes one detection per object of what the tiles of a picture show.</summary>
/// <remarks>
/// First come the boxes that no border cuts, merged by <see cref="NonMaximumMerging"/>. A part of an object that lies mostly inside one of
/// these is the same object and only lends it its score: it knows less about the box. The other parts are joined across the borders that
/// cut them, and merged among themselves.
/// </remarks>
/// <param name="threshold">Overlap above which boxes are taken for the same object.</param>
/// <param name="overlap">How it is measured between boxes that are not parts.</param>
internal sealed class TileMerging(double threshold, MergeOverlap overlap)
{
    /// <summary>The objects, best first.</summary>
    public IReadOnlyList<DetectedObject> Merge(IReadOnlyList<SeenObject> seen)
    {
        var wholes = Merged([.. seen.Where(static s => s.Cut == Borders.None).Select(static s => s.Found)]);
        var parts = new List<SeenObject>();
        foreach (var part in seen.Where(static s => s.Cut != Borders.None))
        {
            if (WholeOf(part.Found, wholes) is not { } k) parts.Add(part);
            else if (part.Found.Score > wholes[k].Score) wholes[k] = wholes[k] with { Score = part.Found.Score };
        }

        var joined = new PartJoining(threshold).Join(parts).Select(static s => s.Found);
        return [.. wholes.Concat(Merged([.. joined])).OrderByDescending(static d => d.Score)];
    }

    private DetectedObject[] Merged(DetectedObject[] found)
    {
        var merged = NonMaximumMerging.MergePerClass(
            Array.ConvertAll(found, static d => d.Box), Array.ConvertAll(found, static d => d.Score), Array.ConvertAll(found, static d => d.Label), threshold, overlap);
        return Array.ConvertAll(merged, m => found[m.Position] with { Box = m.Box });
    }

    // The whole that covers most of the part; null if none covers enough.
    private int? WholeOf(DetectedObject part, DetectedObject[] wholes)
    {
        var (best, most) = ((int?)null, threshold * part.Box.Area);
        for (var k = 0; k < wholes.Length; k++)
        {
            if (wholes[k].Label != part.Label) continue;
            double covered = Iou.Intersection(wholes[k].Box, part.Box);
            if (covered > most) (best, most) = (k, covered);
        }

        return best;
    }
}
