namespace Gannet.Torch;

/// <summary>The upper half of a single-precision number, as in tensors of <see cref="ElementType.BFloat16"/>.</summary>
/// <param name="Bits">Sign, eight bits of exponent, seven of mantissa.</param>
public readonly record struct BFloat16(ushort Bits)
{
    /// <summary>The number itself; nothing is lost.</summary>
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)Bits << 16);

    /// <summary>The nearest one; ties to even.</summary>
    public static BFloat16 FromSingle(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        // A NaN whose payload lies only in the lower half must not round to infinity.
        return float.IsNaN(value) ? new((ushort)(bits >> 16 | 0x40)) : new((ushort)(bits + 0x7fff + (bits >> 16 & 1) >> 16));
    }
}
