using System.Runtime.CompilerServices;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Matching;

/// <summary>Generalised IoU.</summary>
/// <remarks>
/// It ranks boxes that miss an object by distance, so an object always has a nearest box. Still, a box must overlap or touch an
/// object to be its best: a forced box that shows nothing of the object would teach the wrong thing.
/// </remarks>
internal readonly struct GiouMeasure : IOverlapMeasure
{
    private const float NoClaim = -2;

    public static float Least => -1;

    public static float LeastClaim => -1;

    public static bool IsLeastApart => false;

    public static float Of(Box truth, Box box) => Giou.Of(truth, box);

    // The operations of Giou.Of, in the same order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(in LaneBoxes<TLanes> truth, in LaneBoxes<TLanes> boxes, out TLanes claims)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        var zero = TLanes.Of(0);
        var width = TLanes.Min(truth.X2, boxes.X2) - TLanes.Max(truth.X1, boxes.X1);
        var height = TLanes.Min(truth.Y2, boxes.Y2) - TLanes.Max(truth.Y1, boxes.Y1);
        var shared = TLanes.Max(width, zero) * TLanes.Max(height, zero);
        var union = truth.Area + boxes.Area - shared;
        var enclosing = (TLanes.Max(truth.X2, boxes.X2) - TLanes.Min(truth.X1, boxes.X1)) * (TLanes.Max(truth.Y2, boxes.Y2) - TLanes.Min(truth.Y1, boxes.Y1));
        var iou = TLanes.Select(TLanes.Greater(union, zero), shared / union, zero);
        // If the union is not NaN, no corner is NaN, and the minimum and maximum are reliable.
        var isDefined = TLanes.Greater(enclosing, zero) & TLanes.GreaterOrEqual(union, union);
        var giou = TLanes.Select(isDefined, iou - (enclosing - union) / enclosing, zero);
        // Compares the corners again instead of width and height, so that NaN touches nothing.
        var touches = TLanes.GreaterOrEqual(truth.X2, boxes.X1) & TLanes.GreaterOrEqual(boxes.X2, truth.X1)
            & TLanes.GreaterOrEqual(truth.Y2, boxes.Y1) & TLanes.GreaterOrEqual(boxes.Y2, truth.Y1);
        claims = TLanes.Select(touches, giou, TLanes.Of(NoClaim));
        return giou;
    }
}
