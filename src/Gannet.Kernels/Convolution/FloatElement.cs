using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>A 32-bit float.</summary>
internal readonly struct FloatElement : IElement<FloatElement>
{
#pragma warning disable CS0169, IDE0044, IDE0051 // it only gives the struct its size
    private readonly float _value;
#pragma warning restore CS0169, IDE0044, IDE0051

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly FloatElement start) where TLanes : struct, IFloatLanes<TLanes> =>
        TLanes.Load(ref Unsafe.As<FloatElement, float>(ref Unsafe.AsRef(in start)), 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes value, ref FloatElement start) where TLanes : struct, IFloatLanes<TLanes> =>
        value.Store(ref Unsafe.As<FloatElement, float>(ref start), 0);
}
