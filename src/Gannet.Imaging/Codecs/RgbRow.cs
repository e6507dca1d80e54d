using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gannet.Imaging.Codecs;

/// <summary>Puts separate rows of red, green and blue together as RGB.</summary>
internal static class RgbRow
{
    private static readonly Vector128<byte>[] s_order = Order();

    /// <summary>Three equal bytes per grey sample.</summary>
    public static void FromGrey(ReadOnlySpan<byte> grey, Span<byte> rgb) => FromPlanes(grey, grey, grey, rgb);

    /// <summary>A byte of each row per pixel.</summary>
    public static void FromPlanes(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        var (x, width) = (0, rgb.Length / 3);
        for (; Vector128.IsHardwareAccelerated && x + 16 <= width; x += 16)
        {
            var (r, g, b) = (Vector128.Create(red.Slice(x, 16)), Vector128.Create(green.Slice(x, 16)), Vector128.Create(blue.Slice(x, 16)));
            Interleave(r, g, b, rgb.Slice(3 * x, 48));
        }


        for (; x < width; x++) (rgb[3 * x], rgb[3 * x + 1], rgb[3 * x + 2]) = (red[x], green[x], blue[x]);
    }

    /// <summary>Sixteen pixels.</summary>
    /// <param name="red">Sixteen samples.</param>
    /// <param name="green">Sixteen samples.</param>
    /// <param name="blue">Sixteen samples.</param>
    /// <param name="rgb">48 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue, Span<byte> rgb)
    {
        ref var order = ref MemoryMarshal.GetArrayDataReference(s_order);
        for (var third = 0; third < 3; third++)
        {
            var mixed = Vector128.ShuffleNative(red, Unsafe.Add(ref order, third))
                | Vector128.ShuffleNative(green, Unsafe.Add(ref order, 3 + third)) | Vector128.ShuffleNative(blue, Unsafe.Add(ref order, 6 + third));
            mixed.CopyTo(rgb[(16 * third)..]);
        }
    }

    // For each channel and each third of 48 bytes: which sample goes where; an index with its high bit set gives zero.
    private static Vector128<byte>[] Order()
    {
        var orders = new Vector128<byte>[9];
        var order = new byte[16];
        for (var i = 0; i < orders.Length; i++)
        {
            for (var k = 0; k < order.Length; k++)
            {
                var place = i % 3 * 16 + k;
                order[k] = place % 3 == i / 3 ? (byte)(place / 3) : (byte)0xFF;
            }

            orders[i] = Vector128.Create(order);
        }

        return orders;
    }
}
