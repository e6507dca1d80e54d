using System.Runtime.CompilerServices;
using Gannet.Vision.Simd;

namespace Gannet.Vision;

/// <summary>As many boxes as a vector holds.</summary>
internal readonly struct LaneBoxes<TLanes> where TLanes : struct, IFloatLanes<TLanes>
{
    public readonly TLanes X1, Y1, X2, Y2, Area;

    private LaneBoxes(TLanes x1, TLanes y1, TLanes x2, TLanes y2, TLanes area) => (X1, Y1, X2, Y2, Area) = (x1, y1, x2, y2, area);

    /// <summary>The boxes of a block from the index-th on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBoxes<TLanes> Load(in BoxColumns boxes, nuint index) => new(
        TLanes.Load(in boxes.X1[0], index), TLanes.Load(in boxes.Y1[0], index), TLanes.Load(in boxes.X2[0], index), TLanes.Load(in boxes.Y2[0], index),
        TLanes.Load(in boxes.Area[0], index));

    /// <summary>One box in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBoxes<TLanes> Repeat(in Box box) => Repeat(box, box.Area);

    /// <summary>One box in every lane, its area computed before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBoxes<TLanes> Repeat(in Box box, float area) =>
        new(TLanes.Of(box.X1), TLanes.Of(box.Y1), TLanes.Of(box.X2), TLanes.Of(box.Y2), TLanes.Of(area));
}
