using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>The format of a map's numbers in memory; kernels always compute in 32 bits.</summary>
/// <typeparam name="TSelf">One number.</typeparam>
internal interface IElement<TSelf> where TSelf : unmanaged, IElement<TSelf>
{
    static abstract TLanes Load<TLanes>(ref readonly TSelf start) where TLanes : struct, IFloatLanes<TLanes>;

    static abstract void Store<TLanes>(TLanes value, ref TSelf start) where TLanes : struct, IFloatLanes<TLanes>;
}
