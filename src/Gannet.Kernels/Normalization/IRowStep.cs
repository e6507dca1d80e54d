
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>What is done to each element.</summary>
internal interface IRowStep
{
    /// <summary>Does it to the first elements of a stretch.</summary>
    /// <param name="at">Index of the stretch in the whole map.</param>
    /// <param name="count">Elements, a multiple of the vector's length.</param>
    void Do<TLanes>(long at, int count) where TLanes : struct, IFloatLanes<TLanes>;
}
