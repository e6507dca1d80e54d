
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>An operation on each element.</summary>
internal interface IRowStep
{
    /// <summary>Applies it to the first elements of a stretch.</summary>
    /// <param name="at">Index of the stretch's first element in the whole map.</param>
    /// <param name="count">Number of elements, a multiple of the vector length.</param>
    void Do<TLanes>(long at, int count) where TLanes : struct, IFloatLanes<TLanes>;
}
