using Gannet.Kernels.Matching;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Tests.Matching;

/// <summary>Overlaps from a table instead of measured ones: the left edge of a box or object is its index.</summary>
internal readonly struct TableMeasure : IOverlapMeasure
{
    [ThreadStatic]
    private static float[,]? t_overlaps;

    public static float Least => 0;

    public static float LeastClaim => float.Epsilon;

    /// <summary>Matches by overlaps <c>[G, A]</c>.</summary>
    public static int[] Match(float[,] overlaps, MatchOptions options)
    {
        t_overlaps = overlaps;
        Box[] truths = [.. Enumerable.Range(0, overlaps.GetLength(0)).Select(static g => new Box(g, 0, 0, 0))];
        Box[] boxes = [.. Enumerable.Range(0, overlaps.GetLength(1)).Select(static k => new Box(k, 0, 0, 0))];
        var matches = new int[boxes.Length];
        BoxMatcher.MatchBy<TableMeasure>(KernelPlan.Best, boxes, truths, options, matches);
        return matches;
    }

    public static bool IsLeastApart => false;

    public static float Of(Box truth, Box box) => t_overlaps![(int)truth.X1, (int)box.X1];

    public static TLanes Of<TLanes>(in LaneBoxes<TLanes> truth, in LaneBoxes<TLanes> boxes, out TLanes claims)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        float[] truthNumbers = new float[TLanes.Count], boxNumbers = new float[TLanes.Count], overlaps = new float[TLanes.Count];
        truth.X1.Store(ref truthNumbers[0], 0);
        boxes.X1.Store(ref boxNumbers[0], 0);
        for (var lane = 0; lane < overlaps.Length; lane++)
            overlaps[lane] = float.IsNaN(boxNumbers[lane]) ? float.NaN : t_overlaps![(int)truthNumbers[lane], (int)boxNumbers[lane]];
        return claims = TLanes.Load(in overlaps[0], 0);
    }
}
