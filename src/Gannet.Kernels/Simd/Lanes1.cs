using System.Runtime.CompilerServices;

namespace Gannet.Kernels.Simd;

/// <summary>One float: the scalar form of every kernel, for machines without vectors and as the reference in tests.</summary>
internal readonly struct Lanes1(float value) : IFloatLanes<Lanes1>
{
    private readonly float _value = value;

    public static int Count => 1;

    public static Lanes1 Of(float value) => new(value);

    public static Lanes1 Load(ref readonly float start, nuint index) => new(Unsafe.Add(ref Unsafe.AsRef(in start), index));

    public void Store(ref float start, nuint index) => Unsafe.Add(ref start, index) = _value;

    public unsafe void StoreStreaming(float* start) => Store(ref *start, 0);

    public static Lanes1 LoadBFloat16(ref readonly ushort start, nuint index) =>
        new(BitConverter.UInt32BitsToSingle((uint)Unsafe.Add(ref Unsafe.AsRef(in start), index) << 16));

    public void StoreBFloat16(ref ushort start, nuint index)
    {
        var bits = BitConverter.SingleToUInt32Bits(_value);
        Unsafe.Add(ref start, index) = (ushort)(bits + 0x7fff + (bits >> 16 & 1) >> 16);
    }

    public void StoreIntegers(ref int start, nuint index) => Unsafe.Add(ref start, index) = (int)_value;

    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a._value + b._value);

    public static Lanes1 operator -(Lanes1 a, Lanes1 b) => new(a._value - b._value);

    public static Lanes1 operator *(Lanes1 a, Lanes1 b) => new(a._value * b._value);

    public static Lanes1 operator /(Lanes1 a, Lanes1 b) => new(a._value / b._value);

    public static Lanes1 operator &(Lanes1 a, Lanes1 b) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a._value) & BitConverter.SingleToInt32Bits(b._value)));

    public static Lanes1 MultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) => new(MathF.FusedMultiplyAdd(a._value, b._value, c._value));

    public static Lanes1 Min(Lanes1 a, Lanes1 b) => a._value < b._value ? a : b;

    public static Lanes1 Max(Lanes1 a, Lanes1 b) => a._value > b._value ? a : b;

    public static Lanes1 Greater(Lanes1 a, Lanes1 b) => Mask(a._value > b._value);

    public static Lanes1 GreaterOrEqual(Lanes1 a, Lanes1 b) => Mask(a._value >= b._value);

    public static Lanes1 Select(Lanes1 mask, Lanes1 a, Lanes1 b) => Any(mask) ? a : b;

    public static uint Bits(Lanes1 mask) => BitConverter.SingleToUInt32Bits(mask._value) >> 31;

    public static bool Any(Lanes1 mask) => BitConverter.SingleToUInt32Bits(mask._value) != 0;

    public static bool AnyGreaterOrEqual(Lanes1 a, Lanes1 b) => a._value >= b._value;

    public static Lanes1 PowerOfTwo(Lanes1 exponent) => new(BitConverter.Int32BitsToSingle(((int)exponent._value + 127) << 23));

    public static Lanes1 Round(Lanes1 value) => new(MathF.Round(value._value));

    private static Lanes1 Mask(bool isSet) => new(BitConverter.Int32BitsToSingle(isSet ? -1 : 0));
}
