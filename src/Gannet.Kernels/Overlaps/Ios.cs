namespace Gannet.Kernels.Overlaps;

/// <summary>Intersection over the smaller of two boxes: 1 if one box contains the other, 0 for disjoint ones.</summary>
/// <remarks>A box that was cut off overlaps the whole one fully by this measure, however little of it is left.</remarks>
public static class Ios
{
    /// <summary>The overlap of two boxes.</summary>
    /// <returns>A value in [0, 1]; 0 if a box has no area.</returns>
    public static float Of(Box a, Box b)
    {
        var smaller = Math.Min(a.Area, b.Area);
        return smaller > 0 ? Iou.Intersection(a, b) / smaller : 0;
    }
}
