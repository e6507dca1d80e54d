using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gannet.Kernels.Simd;

/// <summary>Four floats, 128 bits.</summary>
internal readonly struct Lanes4(Vector128<float> value) : IFloatLanes<Lanes4>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    public static Lanes4 Of(float value) => new(Vector128.Create(value));

    public static Lanes4 Load(ref readonly float start, nuint index) => new(Vector128.LoadUnsafe(in start, index));

    public void Store(ref float start, nuint index) => _value.StoreUnsafe(ref start, index);

    public unsafe void StoreStreaming(float* start) => _value.StoreAlignedNonTemporal(start);

    public static Lanes4 LoadBFloat16(ref readonly ushort start, nuint index) =>
        new((Vector128.Create((uint)At(in start, index), At(in start, index + 1), At(in start, index + 2), At(in start, index + 3)) << 16).AsSingle());

    public void StoreBFloat16(ref ushort start, nuint index)
    {
        var bits = _value.AsUInt32();
        var rounded = (bits + Vector128.Create(0x7fffu) + (bits >> 16 & Vector128<uint>.One)) >> 16;
        for (var k = 0; k < Count; k++) Unsafe.Add(ref start, index + (nuint)k) = (ushort)rounded[k];
    }

    public void StoreIntegers(ref int start, nuint index) => Vector128.ConvertToInt32Native(_value).StoreUnsafe(ref start, index);

    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a._value + b._value);

    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a._value - b._value);

    public static Lanes4 operator *(Lanes4 a, Lanes4 b) => new(a._value * b._value);

    public static Lanes4 operator /(Lanes4 a, Lanes4 b) => new(a._value / b._value);

    public static Lanes4 operator &(Lanes4 a, Lanes4 b) => new(a._value & b._value);

    public static Lanes4 MultiplyAdd(Lanes4 a, Lanes4 b, Lanes4 c) => new(Vector128.MultiplyAddEstimate(a._value, b._value, c._value));

    public static Lanes4 Min(Lanes4 a, Lanes4 b) => new(Vector128.MinNative(a._value, b._value));

    public static Lanes4 Max(Lanes4 a, Lanes4 b) => new(Vector128.MaxNative(a._value, b._value));

    public static Lanes4 Greater(Lanes4 a, Lanes4 b) => new(Vector128.GreaterThan(a._value, b._value));

    public static Lanes4 GreaterOrEqual(Lanes4 a, Lanes4 b) => new(Vector128.GreaterThanOrEqual(a._value, b._value));

    public static Lanes4 Select(Lanes4 mask, Lanes4 a, Lanes4 b) => new(Vector128.ConditionalSelect(mask._value, a._value, b._value));

    public static uint Bits(Lanes4 mask) => (uint)mask._value.ExtractMostSignificantBits();

    public static bool Any(Lanes4 mask) => mask._value.AsInt32() != Vector128<int>.Zero;

    public static bool AnyGreaterOrEqual(Lanes4 a, Lanes4 b) => Vector128.GreaterThanOrEqualAny(a._value, b._value);

    public static Lanes4 PowerOfTwo(Lanes4 exponent) =>
        new(((Vector128.ConvertToInt32Native(exponent._value) + Vector128.Create(127)) << 23).AsSingle());

    public static Lanes4 Round(Lanes4 value) => new(Vector128.Round(value._value));

    private static ushort At(ref readonly ushort start, nuint index) => Unsafe.Add(ref Unsafe.AsRef(in start), index);
}
