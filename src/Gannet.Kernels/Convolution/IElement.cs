using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>How the numbers of a map lie in memory; kernels compute in 32 bits whatever that is.</summary>
/// <typeparam name="TSelf">One number.</typeparam>
internal interface IElement<TSelf> where TSelf : unmanaged, IElement<TSelf>
{
    static abstract TLanes Load<TLanes>(ref readonly TSelf start) where TLanes : struct, IFloatLanes<TLanes>;

    static abstract void Store<TLanes>(TLanes value, ref TSelf start) where TLanes : struct, IFloatLanes<TLanes>;
}
