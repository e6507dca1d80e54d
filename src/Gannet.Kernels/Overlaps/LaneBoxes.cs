using System.Runtime.CompilerServices;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Overlaps;

/// <summary>As many boxes as a vector has lanes.</summary>
internal readonly struct LaneBoxes<TLanes> where TLanes : struct, IFloatLanes<TLanes>
{
    public readonly TLanes X1, Y1, X2, Y2, Area;

    private LaneBoxes(TLanes x1, TLanes y1, TLanes x2, TLanes y2, TLanes area) => (X1, Y1, X2, Y2, Area) = (x1, y1, x2, y2, area);

    /// <summary>The boxes of a block starting at <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBoxes<TLanes> Load(in BoxColumns boxes, nuint index) => new(
        TLanes.Load(in boxes.X1[0], index), TLanes.Load(in boxes.Y1[0], index), TLanes.Load(in boxes.X2[0], index), TLanes.Load(in boxes.Y2[0], index),
        TLanes.Load(in boxes.Area[0], index));

    /// <summary>Boxes whose coordinates and areas lie in five rows, each <paramref name="step"/> floats after the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBoxes<TLanes> Load(ref readonly float start, nuint index, nuint step) => new(
        TLanes.Load(in start, index), TLanes.Load(in start, index + step), TLanes.Load(in start, index + 2 * step),
        TLanes.Load(in start, index + 3 * step), TLanes.Load(in start, index + 4 * step));

    /// <summary>One box in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBoxes<TLanes> Repeat(in Box box) => Repeat(box, box.Area);

    /// <summary>One box in every lane, with its area already computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneBoxes<TLanes> Repeat(in Box box, float area) =>
        new(TLanes.Of(box.X1), TLanes.Of(box.Y1), TLanes.Of(box.X2), TLanes.Of(box.Y2), TLanes.Of(area));

    /// <summary>The areas that two boxes share, lane by lane; arbitrary where a corner is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Shared(in LaneBoxes<TLanes> a, in LaneBoxes<TLanes> b)
    {
        var width = TLanes.Max(TLanes.Min(a.X2, b.X2) - TLanes.Max(a.X1, b.X1), TLanes.Of(0));
        var height = TLanes.Max(TLanes.Min(a.Y2, b.Y2) - TLanes.Max(a.Y1, b.Y1), TLanes.Of(0));
        return width * height;
    }
}
