using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gannet.Imaging.Codecs.Png;

/// <summary>Undoes the filter of a row: each byte was stored as its difference from a prediction.</summary>
internal static class PngFilter
{
    private const int None = 0, Left = 1, Above = 2, Mean = 3, Paeth = 4;

    /// <summary>Restores a row in place; false if there is no such filter.</summary>
    /// <param name="kind">The byte before the row.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The restored row above; zeros above the first.</param>
    /// <param name="step">Bytes to the pixel on the left.</param>
    public static bool Undo(int kind, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        above = above[..row.Length];
        switch (kind)
        {
            case None:
                return true;
            case Left:
                for (var i = step; i < row.Length; i++) row[i] += row[i - step];
                return true;
            case Above:
                AddAbove(row, above);
                return true;
            case Mean:
                for (var i = 0; i < Math.Min(step, row.Length); i++) row[i] += (byte)(above[i] >> 1);
                for (var i = step; i < row.Length; i++) row[i] += (byte)((row[i - step] + above[i]) >> 1);
                return true;
            case Paeth:
                UndoPaeth(row, above, step);
                return true;
            default:
                return false;
        }
    }

    private static void AddAbove(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var i = 0;
        for (; i + Vector<byte>.Count <= row.Length; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++) row[i] += above[i];
    }

    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        var done = step is 3 or 4 && Vector128.IsHardwareAccelerated ? UndoPaethByPixel(row, above, step) : 0;
        for (var channel = 0; channel < step; channel++)
        {
            var first = done + channel;
            var (left, corner) = first < step || first >= row.Length ? (0, 0) : (row[first - step], above[first - step]);
            for (var i = first; i < row.Length; i += step)
            {
                int up = above[i];
                var (fromLeft, fromAbove, fromCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
                var nearest = fromAbove <= fromCorner ? up : corner;
                nearest = fromLeft <= Math.Min(fromAbove, fromCorner) ? left : nearest;
                left = (byte)(row[i] + nearest);
                row[i] = (byte)left;
                corner = up;
            }
        }
    }

    // All channels of a pixel at once; four bytes are read, so the last pixel is left to the caller.
    private static int UndoPaethByPixel(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        var (left, corner) = (Vector128<short>.Zero, Vector128<short>.Zero);
        var i = 0;
        for (; i + sizeof(uint) <= row.Length; i += step)
        {
            var up = Widen(above[i..]);
            var (p, q) = (up - corner, left - corner);
            var (fromLeft, fromAbove, fromCorner) = (Vector128.Abs(p), Vector128.Abs(q), Vector128.Abs(p + q));
            var takesLeft = Vector128.LessThanOrEqual(fromLeft, Vector128.Min(fromAbove, fromCorner));
            var other = Vector128.ConditionalSelect(Vector128.LessThanOrEqual(fromAbove, fromCorner), up, corner);
            left = (Vector128.ConditionalSelect(takesLeft, left, other) + Widen(row[i..])) & Vector128.Create((short)0xFF);
            corner = up;
            var pixel = Vector128.Narrow(left, left).AsUInt32().ToScalar();
            if (step == 4)
            {
                Unsafe.WriteUnaligned(ref row[i], pixel);
            }
            else
            {
                Unsafe.WriteUnaligned(ref row[i], (ushort)pixel);
                row[i + 2] = (byte)(pixel >> 16);
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Widen(ReadOnlySpan<byte> bytes) =>
        Vector128.WidenLower(Vector128.CreateScalar(MemoryMarshal.Read<uint>(bytes)).AsByte()).AsInt16();
}
