
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>Two terms per element, to be summed over the rows.</summary>
internal interface IRowTerms
{
    /// <summary>Adds the terms of a few stretches, in order.</summary>
    /// <param name="at">Index of the first element in the whole map.</param>
    /// <param name="column">Its index in the stretch.</param>
    /// <param name="width">Distance from one stretch to the next.</param>
    /// <param name="count">Number of stretches.</param>
    /// <param name="first">Sum of the first term.</param>
    /// <param name="second">Sum of the second term.</param>
    void AddTo<TLanes>(long at, int column, int width, int count, ref TLanes first, ref TLanes second) where TLanes : struct, IFloatLanes<TLanes>;
}
