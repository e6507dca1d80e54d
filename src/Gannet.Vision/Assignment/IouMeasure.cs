using System.Numerics;

namespace Gannet.Vision.Assignment;

/// <summary>Intersection over union.</summary>
internal readonly struct IouMeasure : IOverlapMeasure
{
    public static float Least => 0;

    // Every box that misses an object has IoU 0 with it: that makes none of them its best.
    public static float LeastClaim => float.Epsilon;

    public static float Of(Box truth, Box box) => Iou.Of(truth, box);

    public static float Claim(Box truth, Box box, float overlap) => overlap;

    public static Vector<float> Of(Box truth, in BoxLanes boxes, out Vector<float> claims)
    {
        var (x2, y2) = (Vector.Min(boxes.X2, new(truth.X2)), Vector.Min(boxes.Y2, new(truth.Y2)));
        var width = Vector.Max(x2 - Vector.Max(boxes.X1, new(truth.X1)), Vector<float>.Zero);
        var height = Vector.Max(y2 - Vector.Max(boxes.Y1, new(truth.Y1)), Vector<float>.Zero);
        var shared = width * height;
        // 0/0 of two boxes without area compares as no overlap.
        return claims = shared / (new Vector<float>(truth.Area) + boxes.Area - shared);
    }
}
