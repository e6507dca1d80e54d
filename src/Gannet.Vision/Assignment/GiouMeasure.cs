using System.Numerics;

namespace Gannet.Vision.Assignment;

/// <summary>Generalised IoU.</summary>
/// <remarks>
/// It ranks boxes that miss an object by their distance, so an object always has a nearest box; to be its best, a box must
/// overlap or touch it all the same: a forced box that shows nothing of the object would teach the wrong thing.
/// </remarks>
internal readonly struct GiouMeasure : IOverlapMeasure
{
    private const float NoClaim = -2;

    public static float Least => -1;

    public static float LeastClaim => -1;

    public static float Of(Box truth, Box box) => Giou.Of(truth, box);

    public static float Claim(Box truth, Box box, float overlap)
    {
        var width = Math.Min(truth.X2, box.X2) - Math.Max(truth.X1, box.X1);
        var height = Math.Min(truth.Y2, box.Y2) - Math.Max(truth.Y1, box.Y1);
        return width >= 0 && height >= 0 ? overlap : NoClaim;
    }

    // The operations of Giou.Of, in its order.
    public static Vector<float> Of(Box truth, in BoxLanes boxes, out Vector<float> claims)
    {
        var zero = Vector<float>.Zero;
        Vector<float> x1 = new(truth.X1), y1 = new(truth.Y1), x2 = new(truth.X2), y2 = new(truth.Y2);
        var width = Vector.Min(x2, boxes.X2) - Vector.Max(x1, boxes.X1);
        var height = Vector.Min(y2, boxes.Y2) - Vector.Max(y1, boxes.Y1);
        var shared = Vector.Max(width, zero) * Vector.Max(height, zero);
        var union = new Vector<float>(truth.Area) + boxes.Area - shared;
        var enclosing = (Vector.Max(x2, boxes.X2) - Vector.Min(x1, boxes.X1)) * (Vector.Max(y2, boxes.Y2) - Vector.Min(y1, boxes.Y1));
        var iou = Vector.ConditionalSelect(Vector.GreaterThan(union, zero), shared / union, zero);
        var giou = Vector.ConditionalSelect(Vector.GreaterThan(enclosing, zero), iou - (enclosing - union) / enclosing, zero);
        var touches = Vector.GreaterThanOrEqual(width, zero) & Vector.GreaterThanOrEqual(height, zero);
        claims = Vector.ConditionalSelect(touches, giou, new Vector<float>(NoClaim));
        return giou;
    }
}
