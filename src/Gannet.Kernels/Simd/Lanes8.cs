using System.Runtime.Intrinsics;

namespace Gannet.Kernels.Simd;

/// <summary>Eight floats, 256 bits.</summary>
internal readonly struct Lanes8(Vector256<float> value) : IFloatLanes<Lanes8>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    public static Lanes8 Of(float value) => new(Vector256.Create(value));

    public static Lanes8 Load(ref readonly float start, nuint index) => new(Vector256.LoadUnsafe(in start, index));

    public void Store(ref float start, nuint index) => _value.StoreUnsafe(ref start, index);

    public unsafe void StoreStreaming(float* start) => _value.StoreAlignedNonTemporal(start);

    public static Lanes8 LoadBFloat16(ref readonly ushort start, nuint index)
    {
        var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(in start, index));
        return new((Vector256.Create(low, high) << 16).AsSingle());
    }

    public void StoreBFloat16(ref ushort start, nuint index)
    {
        var bits = _value.AsUInt32();
        var rounded = (bits + Vector256.Create(0x7fffu) + (bits >> 16 & Vector256<uint>.One)) >> 16;
        Vector128.Narrow(rounded.GetLower(), rounded.GetUpper()).StoreUnsafe(ref start, index);
    }

    public void StoreIntegers(ref int start, nuint index) => Vector256.ConvertToInt32Native(_value).StoreUnsafe(ref start, index);

    public static Lanes8 operator +(Lanes8 a, Lanes8 b) => new(a._value + b._value);

    public static Lanes8 operator -(Lanes8 a, Lanes8 b) => new(a._value - b._value);

    public static Lanes8 operator *(Lanes8 a, Lanes8 b) => new(a._value * b._value);

    public static Lanes8 operator /(Lanes8 a, Lanes8 b) => new(a._value / b._value);

    public static Lanes8 operator &(Lanes8 a, Lanes8 b) => new(a._value & b._value);

    public static Lanes8 MultiplyAdd(Lanes8 a, Lanes8 b, Lanes8 c) => new(Vector256.MultiplyAddEstimate(a._value, b._value, c._value));

    public static Lanes8 Min(Lanes8 a, Lanes8 b) => new(Vector256.MinNative(a._value, b._value));

    public static Lanes8 Max(Lanes8 a, Lanes8 b) => new(Vector256.MaxNative(a._value, b._value));

    public static Lanes8 Greater(Lanes8 a, Lanes8 b) => new(Vector256.GreaterThan(a._value, b._value));

    public static Lanes8 GreaterOrEqual(Lanes8 a, Lanes8 b) => new(Vector256.GreaterThanOrEqual(a._value, b._value));

    public static Lanes8 Select(Lanes8 mask, Lanes8 a, Lanes8 b) => new(Vector256.ConditionalSelect(mask._value, a._value, b._value));

    public static uint Bits(Lanes8 mask) => (uint)mask._value.ExtractMostSignificantBits();

    public static bool Any(Lanes8 mask) => mask._value.AsInt32() != Vector256<int>.Zero;

    public static bool AnyGreaterOrEqual(Lanes8 a, Lanes8 b) => Vector256.GreaterThanOrEqualAny(a._value, b._value);

    public static Lanes8 PowerOfTwo(Lanes8 exponent) =>
        new(((Vector256.ConvertToInt32Native(exponent._value) + Vector256.Create(127)) << 23).AsSingle());

    public static Lanes8 Round(Lanes8 value) => new(Vector256.Round(value._value));
}
