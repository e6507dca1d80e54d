
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>Two numbers for each element, to be summed over the rows.</summary>
internal interface IRowTerms
{
    /// <summary>Adds the numbers of a few stretches, one after the other.</summary>
    /// <param name="at">Index of the first in the whole map.</param>
    /// <param name="column">Its index in the stretch.</param>
    /// <param name="width">From one stretch to the next.</param>
    /// <param name="count">Stretches.</param>
    /// <param name="first">Added to.</param>
    /// <param name="second">Added to.</param>
    void AddTo<TLanes>(long at, int column, int width, int count, ref TLanes first, ref TLanes second) where TLanes : struct, IFloatLanes<TLanes>;
}
