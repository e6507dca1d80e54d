using System.Runtime.CompilerServices;

namespace Gannet.Kernels.Ranking;

/// <summary>The stable ascending order of integer keys.</summary>
internal static class RadixOrder
{
    private const int DigitBits = 8, Digits = sizeof(uint) * 8 / DigitBits, Values = 1 << DigitBits;

    // Below this, clearing and summing the counts costs more than comparing.
    private const int WorthCounting = 256;

    /// <summary>The positions of <paramref name="keys"/>, smallest key first, equal keys in input order.</summary>
    public static int[] Ascending(ReadOnlySpan<uint> keys) => keys.Length < WorthCounting ? ByComparison(keys) : ByDigits(keys);

    // One integer, (key, position), makes the unstable sort stable and needs no comparer.
    private static int[] ByComparison(ReadOnlySpan<uint> keys)
    {
        Span<ulong> pairs = stackalloc ulong[WorthCounting];
        pairs = pairs[..keys.Length];
        for (var k = 0; k < keys.Length; k++) pairs[k] = (ulong)keys[k] << 32 | (uint)k;
        pairs.Sort();
        var order = new int[keys.Length];
        for (var k = 0; k < order.Length; k++) order[k] = (int)(uint)pairs[k];
        return order;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] ByDigits(ReadOnlySpan<uint> keys)
    {
        // All digits are counted in one pass over the keys.
        Span<int> counts = stackalloc int[Digits * Values];
        counts.Clear();
        foreach (var key in keys)
        {
            for (var digit = 0; digit < Digits; digit++) counts[digit * Values + DigitOf(key, digit)]++;
        }

        int[] order = new int[keys.Length], next = new int[keys.Length];
        for (var k = 0; k < order.Length; k++) order[k] = k;
        for (var digit = 0; digit < Digits; digit++)
        {
            var places = counts.Slice(digit * Values, Values);
            if (places[DigitOf(keys[0], digit)] == keys.Length) continue; // all keys share it
            ToStarts(places);
            foreach (var position in order) next[places[DigitOf(keys[position], digit)]++] = position;
            (order, next) = (next, order);
        }

        return order;
    }

    private static int DigitOf(uint key, int digit) => (int)(key >> (digit * DigitBits)) & (Values - 1);

    private static void ToStarts(Span<int> counts)
    {
        var start = 0;
        foreach (ref var count in counts) (count, start) = (start, start + count);
    }
}
