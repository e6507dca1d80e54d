using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>The format of a map's numbers in memory; kernels always compute in 32 bits.</summary>
/// <typeparam name="TSelf">One number.</typeparam>
internal interface IElement<TSelf> where TSelf : unmanaged, IElement<TSelf>
{
    static abstract TLanes Load<TLanes>(ref readonly TSelf start) where TLanes : struct, IFloatLanes<TLanes>;

    static abstract void Store<TLanes>(TLanes value, ref TSelf start) where TLanes : struct, IFloatLanes<TLanes>;

    /// <summary>Writes past the cache where the format allows it; the address is a multiple of the register's size.</summary>
    static abstract void StoreStreaming<TLanes>(TLanes value, ref TSelf start) where TLanes : struct, IFloatLanes<TLanes>;
}

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreStreaming<TLanes>(TLanes value, ref FloatElement start) where TLanes : struct, IFloatLanes<TLanes> =>
        value.StoreStreaming((float*)Unsafe.AsPointer(ref start));
}

/// <summary>A bf16 number: the upper 16 bits of a float.</summary>
internal readonly struct BFloat16Element : IElement<BFloat16Element>
{
#pragma warning disable CS0169, IDE0044, IDE0051 // it only gives the struct its size
    private readonly ushort _value;
#pragma warning restore CS0169, IDE0044, IDE0051

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(ref readonly BFloat16Element start) where TLanes : struct, IFloatLanes<TLanes> =>
        TLanes.LoadBFloat16(ref Unsafe.As<BFloat16Element, ushort>(ref Unsafe.AsRef(in start)), 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(TLanes value, ref BFloat16Element start) where TLanes : struct, IFloatLanes<TLanes> =>
        value.StoreBFloat16(ref Unsafe.As<BFloat16Element, ushort>(ref start), 0);

    public static void StoreStreaming<TLanes>(TLanes value, ref BFloat16Element start) where TLanes : struct, IFloatLanes<TLanes> => Store(value, ref start);
}
