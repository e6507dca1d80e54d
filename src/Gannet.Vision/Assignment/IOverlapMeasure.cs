using System.Numerics;

namespace Gannet.Vision.Assignment;

/// <summary>A measure of overlap for one box and for a vector of boxes, the same bit for bit.</summary>
internal interface IOverlapMeasure
{
    /// <summary>The smallest value.</summary>
    static abstract float Least { get; }

    /// <summary>The smallest value with which a box can be the best of an object.</summary>
    static abstract float LeastClaim { get; }

    /// <summary>The overlap of a box with an object.</summary>
    static abstract float Of(Box truth, Box box);

    /// <summary>What the overlap counts when the object looks for its best box: below <see cref="LeastClaim"/> where the box is no candidate.</summary>
    static abstract float Claim(Box truth, Box box, float overlap);

    /// <summary>Overlaps and claims of as many boxes as a vector holds.</summary>
    static abstract Vector<float> Of(Box truth, in BoxLanes boxes, out Vector<float> claims);
}
