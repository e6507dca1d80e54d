using Gannet.Datasets;

namespace Gannet.Evaluation.Matching;

/// <summary>Which object a detection finds by COCO's rules, after better detections have chosen.</summary>
internal static class GreedyChoice
{
    /// <summary>The overlap that is enough at a threshold.</summary>
    public static double Least(double threshold) => Math.Min(threshold, 1 - 1e-10);

    /// <summary>Index of the object; −1 if it finds none.</summary>
    /// <param name="ious">Overlap of the detection with each object.</param>
    /// <param name="order">Objects to choose from: those that count before those that are ignored.</param>
    /// <param name="objects">The objects.</param>
    /// <param name="ignored">Whether each object excuses detections instead of counting.</param>
    /// <param name="taken">Whether a better detection has found it.</param>
    /// <param name="least">Least overlap.</param>
    public static int Of(
        ReadOnlySpan<double> ious, ReadOnlySpan<int> order, ReadOnlySpan<Annotation> objects, ReadOnlySpan<bool> ignored, ReadOnlySpan<bool> taken,
        double least)
    {
        var (best, match) = (least, -1);
        foreach (var g in order)
        {
            // A crowd may be found repeatedly.
            if (taken[g] && !objects[g].IsCrowd) continue;

            // Once an object that counts is found, one that does not cannot win.
            if (match >= 0 && !ignored[match] && ignored[g]) break;
            if (ious[g] < best) continue;
            (best, match) = (ious[g], g);
        }

        return match;
    }
}
