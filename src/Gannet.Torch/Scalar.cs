using Gannet.Torch.Interop;

namespace Gannet.Torch;

/// <summary>A number whose kind (integer, real or boolean) matters for type promotion.</summary>
public readonly struct Scalar
{
    private readonly Value _value;

    private Scalar(Value value) => _value = value;

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(long value) => new(Value.Of(value));

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(int value) => new(Value.Of((long)value));

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(double value) => new(Value.Of(value));

    /// <summary>A boolean.</summary>
    public static implicit operator Scalar(bool value) => new(Value.Of(value));

    /// <summary>The number; a boolean is 0 or 1.</summary>
    public double ToDouble() => _value.Kind == ValueKind.Double ? _value.Double : _value.Int;

    internal Value ToValue() => _value;

    internal static Value ToValue(Scalar? scalar) => scalar?._value ?? default;
}
