using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>Brings rows of samples to the picture's resolution, as libjpeg's "fancy" upsampling does.</summary>
/// <remarks>
/// Factors of two use a triangle filter: each new sample lies a quarter of a sample from the nearest one, and so takes 3/4 of it and 1/4 of
/// the next nearest. Exact halves are rounded up and down by turns, so that the mean does not drift. Other factors repeat samples.
/// </remarks>
internal static class Upsampling
{
    // A narrower component is repeated instead, by libjpeg's rule.
    private const int MinFilteredWidth = 3;

    /// <summary>Room that vectors need after the last sample.</summary>
    public const int Padding = 32;

    /// <summary>Whether the filter needs the rows above and below.</summary>
    public static bool UsesNeighbours(int across, int down, int width) => down == 2 && (across == 1 || (across == 2 && width >= MinFilteredWidth));

    /// <summary>A row of the picture's resolution.</summary>
    /// <param name="plane">The component's samples.</param>
    /// <param name="across">Picture columns per sample.</param>
    /// <param name="down">Picture rows per sample.</param>
    /// <param name="y">Row of the picture.</param>
    /// <param name="sums">Scratch of the plane's width and <see cref="Padding"/>.</param>
    /// <param name="room">Where the row goes, unless it exists already: <paramref name="across"/> times the width, and twice the padding.</param>
    public static ReadOnlySpan<byte> Row(SamplePlane plane, int across, int down, int y, Span<ushort> sums, Span<byte> room)
    {
        var near = plane.Row(y / down);
        if (across == 1 && down == 1) return near;
        if (UsesNeighbours(across, down, plane.Width))
        {
            var lower = y % 2;
            var far = plane.Row(y / 2 + (lower == 0 ? -1 : 1));
            if (across == 1)
            {
                MixRows(near, far, lower == 0 ? 1 : 2, room);
            }
            else
            {
                AddRows(near, far, sums[1..]);
                Spread(sums, near.Length, roundLeft: 8, roundRight: 7, shift: 4, room);
            }
        }
        else if (across == 2 && down == 1 && plane.Width >= MinFilteredWidth)
        {
            Widen(near, sums[1..]);
            Spread(sums, near.Length, roundLeft: 1, roundRight: 2, shift: 2, room);
        }
        else
        {
            Repeat(near, across, room);
        }

        return room;
    }

    private static void Repeat(ReadOnlySpan<byte> row, int across, Span<byte> room)
    {
        if (across == 1) row.CopyTo(room);
        else for (var x = 0; x < row.Length; x++) room.Slice(x * across, across).Fill(row[x]);
    }

    private static void MixRows(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int round, Span<byte> room)
    {
        for (var x = 0; x < near.Length; x++) room[x] = (byte)((near[x] * 3 + far[x] + round) >> 2);
    }

    private static void AddRows(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<ushort> sums)
    {
        var x = 0;
        for (; x + Vector128<byte>.Count <= near.Length; x += Vector128<byte>.Count)
        {
            var (nearLow, nearHigh) = Vector128.Widen(Vector128.Create(near.Slice(x, Vector128<byte>.Count)));
            var (farLow, farHigh) = Vector128.Widen(Vector128.Create(far.Slice(x, Vector128<byte>.Count)));
            (nearLow + nearLow + nearLow + farLow).CopyTo(sums[x..]);
            (nearHigh + nearHigh + nearHigh + farHigh).CopyTo(sums[(x + 8)..]);
        }

        for (; x < near.Length; x++) sums[x] = (ushort)(near[x] * 3 + far[x]);
    }

    private static void Widen(ReadOnlySpan<byte> row, Span<ushort> sums)
    {
        for (var x = 0; x < row.Length; x++) sums[x] = row[x];
    }

    // Two samples per sum, which leans left and right. The sums start at index 1; the outermost have themselves for neighbours.
    private static void Spread(Span<ushort> sums, int width, int roundLeft, int roundRight, int shift, Span<byte> room)
    {
        (sums[0], sums[width + 1]) = (sums[1], sums[width]);
        var (left, right) = (Vector128.Create((ushort)roundLeft), Vector128.Create((ushort)roundRight));
        for (var x = 0; x < width; x += Vector128<ushort>.Count)
        {
            var middle = Vector128.Create(sums.Slice(x + 1, 8));
            middle += middle + middle;
            var leaningLeft = (middle + Vector128.Create(sums.Slice(x, 8)) + left) >>> shift;
            var leaningRight = (middle + Vector128.Create(sums.Slice(x + 2, 8)) + right) >>> shift;
            (leaningLeft | leaningRight << 8).CopyTo(MemoryMarshal.Cast<byte, ushort>(room.Slice(2 * x, 16)));
        }
    }
}
