using System.Numerics;

namespace Gannet.Vision.Assignment;

/// <summary>As many boxes as a vector holds.</summary>
internal readonly struct BoxLanes(BoxColumns boxes, int first)
{
    public readonly Vector<float> X1 = new(boxes.X1, first), Y1 = new(boxes.Y1, first);
    public readonly Vector<float> X2 = new(boxes.X2, first), Y2 = new(boxes.Y2, first), Area = new(boxes.Area, first);
}
