using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gannet.Kernels.Simd;

/// <summary>Sixteen floats, 512 bits.</summary>
internal readonly struct Lanes16(Vector512<float> value) : IFloatLanes<Lanes16>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    public static Lanes16 Of(float value) => new(Vector512.Create(value));

    public static Lanes16 Load(ref readonly float start, nuint index) => new(Vector512.LoadUnsafe(in start, index));

    public void Store(ref float start, nuint index) => _value.StoreUnsafe(ref start, index);

    public unsafe void StoreStreaming(float* start) => _value.StoreAlignedNonTemporal(start);

    public static Lanes16 LoadBFloat16(ref readonly ushort start, nuint index)
    {
        var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(in start, index));
        var wide = Avx512F.IsSupported ? Avx512F.ConvertToVector512UInt32(Vector256.LoadUnsafe(in start, index)) : Vector512.Create(low, high);
        return new((wide << 16).AsSingle());
    }

    public void StoreBFloat16(ref ushort start, nuint index)
    {
        var bits = _value.AsUInt32();
        var rounded = (bits + Vector512.Create(0x7fffu) + (bits >> 16 & Vector512<uint>.One)) >> 16;
        var narrow = Avx512F.IsSupported ? Avx512F.ConvertToVector256UInt16(rounded) : Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
        narrow.StoreUnsafe(ref start, index);
    }

    public void StoreIntegers(ref int start, nuint index) => Vector512.ConvertToInt32Native(_value).StoreUnsafe(ref start, index);

    public static Lanes16 operator +(Lanes16 a, Lanes16 b) => new(a._value + b._value);

    public static Lanes16 operator -(Lanes16 a, Lanes16 b) => new(a._value - b._value);

    public static Lanes16 operator *(Lanes16 a, Lanes16 b) => new(a._value * b._value);

    public static Lanes16 operator /(Lanes16 a, Lanes16 b) => new(a._value / b._value);

    public static Lanes16 operator &(Lanes16 a, Lanes16 b) => new(a._value & b._value);

    public static Lanes16 MultiplyAdd(Lanes16 a, Lanes16 b, Lanes16 c) => new(Vector512.MultiplyAddEstimate(a._value, b._value, c._value));

    public static Lanes16 Min(Lanes16 a, Lanes16 b) => new(Vector512.MinNative(a._value, b._value));

    public static Lanes16 Max(Lanes16 a, Lanes16 b) => new(Vector512.MaxNative(a._value, b._value));

    public static Lanes16 Greater(Lanes16 a, Lanes16 b) => new(Vector512.GreaterThan(a._value, b._value));

    public static Lanes16 GreaterOrEqual(Lanes16 a, Lanes16 b) => new(Vector512.GreaterThanOrEqual(a._value, b._value));

    public static Lanes16 Select(Lanes16 mask, Lanes16 a, Lanes16 b) => new(Vector512.ConditionalSelect(mask._value, a._value, b._value));

    public static uint Bits(Lanes16 mask) => (uint)mask._value.ExtractMostSignificantBits();

    public static bool Any(Lanes16 mask) => mask._value.AsInt32() != Vector512<int>.Zero;

    public static bool AnyGreaterOrEqual(Lanes16 a, Lanes16 b) => Vector512.GreaterThanOrEqualAny(a._value, b._value);

    public static Lanes16 PowerOfTwo(Lanes16 exponent) =>
        new(((Vector512.ConvertToInt32Native(exponent._value) + Vector512.Create(127)) << 23).AsSingle());

    public static Lanes16 Round(Lanes16 value) => new(Vector512.Round(value._value));
}
