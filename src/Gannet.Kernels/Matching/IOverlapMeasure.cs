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
