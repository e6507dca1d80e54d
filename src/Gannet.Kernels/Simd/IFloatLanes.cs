namespace Gannet.Kernels.Simd;

/// <summary>A register of floats, with the operations that let a kernel be written once for every width.</summary>
/// <remarks>
/// Only <see cref="MultiplyAdd"/> is fused, so with all other operations each lane holds the bits that scalar code would compute.
/// Masks are lanes whose bits are all set or all clear.
/// </remarks>
internal interface IFloatLanes<TSelf> where TSelf : struct, IFloatLanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Of(float value);

    static abstract TSelf Load(ref readonly float start, nuint index);

    void Store(ref float start, nuint index);

    /// <summary>Writes past the cache, for numbers that will not be read soon; the address is a multiple of the register's size.</summary>
    unsafe void StoreStreaming(float* start);

    /// <summary>Widens bf16 numbers, the upper halves of floats.</summary>
    static abstract TSelf LoadBFloat16(ref readonly ushort start, nuint index);

    /// <summary>Rounds to bf16, ties to even.</summary>
    void StoreBFloat16(ref ushort start, nuint index);

    /// <summary>Writes the lanes, which are whole numbers, as integers.</summary>
    void StoreIntegers(ref int start, nuint index);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf operator &(TSelf a, TSelf b);

    /// <summary>a · b + c, rounded once if the machine can: faster, but the bits differ between machines.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller; of NaN and a number, either. This is one instruction, where IEEE's minimum takes several.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger; of NaN and a number, either.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The mask of <c>a &gt; b</c>; NaN is not greater.</summary>
    static abstract TSelf Greater(TSelf a, TSelf b);

    /// <summary>The mask of <c>a ≥ b</c>; NaN is neither greater nor equal.</summary>
    static abstract TSelf GreaterOrEqual(TSelf a, TSelf b);

    /// <summary><paramref name="a"/> where the mask is set, else <paramref name="b"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>Bit k is set if lane k of the mask is.</summary>
    static abstract uint Bits(TSelf mask);

    /// <summary>Whether any lane of a mask is set.</summary>
    static abstract bool Any(TSelf mask);

    /// <summary>Whether <c>a ≥ b</c> in any lane: one instruction fewer than with a mask.</summary>
    static abstract bool AnyGreaterOrEqual(TSelf a, TSelf b);

    /// <summary>2 to the power of each lane, whole numbers from −126 to 127.</summary>
    static abstract TSelf PowerOfTwo(TSelf exponent);

    /// <summary>Rounds to whole numbers, ties to even.</summary>
    static abstract TSelf Round(TSelf value);
}
