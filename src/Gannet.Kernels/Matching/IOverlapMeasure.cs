using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Matching;

/// <summary>A measure of overlap for one box and for a vector of boxes, the same bit for bit.</summary>
internal interface IOverlapMeasure
{
    /// <summary>The smallest value.</summary>
    static abstract float Least { get; }

    /// <summary>The smallest value with which a box can be the best of an object.</summary>
    static abstract float LeastClaim { get; }

    /// <summary>Whether boxes that share no area have the smallest value, however far apart they are, and no claim.</summary>
    static abstract bool IsLeastApart { get; }

    /// <summary>The overlap of a box with an object.</summary>
    static abstract float Of(Box truth, Box box);

    /// <summary>Overlaps of as many boxes as a vector holds.</summary>
    /// <param name="truth">The object, in every lane.</param>
    /// <param name="boxes">The boxes.</param>
    /// <param name="claims">What the overlaps count when the object looks for its best box: below <see cref="LeastClaim"/> or NaN where a box is no candidate.</param>
    static abstract TLanes Of<TLanes>(in LaneBoxes<TLanes> truth, in LaneBoxes<TLanes> boxes, out TLanes claims)
        where TLanes : struct, IFloatLanes<TLanes>;
}
