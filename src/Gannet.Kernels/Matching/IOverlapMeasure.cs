using System.Runtime.CompilerServices;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Matching;

/// <summary>A measure of overlap for one box and for a vector of boxes, with bit-for-bit equal results.</summary>
internal interface IOverlapMeasure
{
    /// <summary>The smallest value.</summary>
    static abstract float Least { get; }

    /// <summary>The smallest value at which a box can be an object's best.</summary>
    static abstract float LeastClaim { get; }

    /// <summary>Whether boxes that share no area have the smallest value, at any distance, and are never an object's best.</summary>
    static abstract bool IsLeastApart { get; }

    /// <summary>The overlap of a box with an object.</summary>
    static abstract float Of(Box truth, Box box);

    /// <summary>The overlaps of an object with a vector of boxes.</summary>
    /// <param name="truth">The object, in every lane.</param>
    /// <param name="boxes">The boxes.</param>
    /// <param name="claims">Overlaps for finding the object's best box; below <see cref="LeastClaim"/> or NaN for no candidate.</param>
    static abstract TLanes Of<TLanes>(in LaneBoxes<TLanes> truth, in LaneBoxes<TLanes> boxes, out TLanes claims)
        where TLanes : struct, IFloatLanes<TLanes>;
}

/// <summary>Intersection over union.</summary>
internal readonly struct IouMeasure : IOverlapMeasure
{
    public static float Least => 0;

    // Every box that misses an object has IoU 0 with it, so 0 cannot make a box its best.
    public static float LeastClaim => float.Epsilon;

    public static bool IsLeastApart => true;

    public static float Of(Box truth, Box box) => Iou.Of(truth, box);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(in LaneBoxes<TLanes> truth, in LaneBoxes<TLanes> boxes, out TLanes claims)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        var shared = LaneBoxes<TLanes>.Shared(boxes, truth);
        // Two boxes without area give 0/0, which compares as no overlap.
        return claims = shared / (truth.Area + boxes.Area - shared);
    }
}

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
