using System.Runtime.CompilerServices;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Matching;

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
