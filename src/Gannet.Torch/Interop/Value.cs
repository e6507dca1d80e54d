using System.Runtime.InteropServices;

namespace Gannet.Torch.Interop;

/// <summary>The tag of a <see cref="Value"/>; the numbers are part of the shim's ABI.</summary>
internal enum ValueKind { None, Tensor, Int, Double, Bool, Text, Device, Ints, Doubles, Bools, Tensors, OptionalTensors, Opaque }

/// <summary>One argument or result of a boxed operator call: 16 bytes, blittable.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct Value
{
    [FieldOffset(0)] public ValueKind Kind;
    [FieldOffset(4)] public int Length;
    [FieldOffset(8)] public long Int;
    [FieldOffset(8)] public double Double;
    [FieldOffset(8)] public nint Pointer;

    public static Value Of(Tensor? tensor) => tensor is null ? default : new() { Kind = ValueKind.Tensor, Pointer = tensor.Handle };

    public static Value Of(long value) => new() { Kind = ValueKind.Int, Int = value };

    public static Value Of(long? value) => value is { } given ? Of(given) : default;

    public static Value Of(double value) => new() { Kind = ValueKind.Double, Double = value };

    public static Value Of(double? value) => value is { } given ? Of(given) : default;

    public static Value Of(bool value) => new() { Kind = ValueKind.Bool, Int = value ? 1 : 0 };

    public static Value Of(bool? value) => value is { } given ? Of(given) : default;

    public static Value List(ValueKind kind, void* items, int length) => new() { Kind = kind, Length = length, Pointer = (nint)items };
}
