namespace Gannet.Vision;

/// <summary>Selects the best of many scores without sorting them all.</summary>
public static class TopScores
{
    /// <summary>Indices of the <paramref name="count"/> highest scores, best first; equal scores keep their input order.</summary>
    /// <param name="scores"><c>[R]</c>, any scale. NaN counts as the lowest.</param>
    /// <param name="count">How many to keep; all, when there are fewer.</param>
    /// <remarks>O(R + k log k) on average.</remarks>
    public static int[] Select(ReadOnlySpan<float> scores, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0 || scores.IsEmpty) return [];
        var keys = new uint[scores.Length];
        for (var k = 0; k < keys.Length; k++) keys[k] = Order(scores[k]);

        count = Math.Min(count, keys.Length);
        var least = count == keys.Length ? 0 : NthLargest(keys, count);
        // A key above the least is in; of those equal to it, the first ones fill what is left.
        var above = 0;
        foreach (var key in keys) above += key > least ? 1 : 0;
        var (equal, selected, n) = (count - above, new (uint Key, int Index)[count], 0);
        for (var k = 0; k < keys.Length && n < count; k++)
        {
            if (keys[k] > least || (keys[k] == least && equal-- > 0)) selected[n++] = (keys[k], k);
        }

        Array.Sort(selected, static (a, b) => a.Key != b.Key ? b.Key.CompareTo(a.Key) : a.Index.CompareTo(b.Index));
        return Array.ConvertAll(selected, static s => s.Index);
    }

    // An unsigned integer that orders as the float does.
    private static uint Order(float score)
    {
        if (float.IsNaN(score)) return 0;
        var bits = BitConverter.SingleToUInt32Bits(score + 0f); // −0 counts as 0
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }

    // Radix selection: four counting passes, each fixing eight bits of the answer.
    private static uint NthLargest(ReadOnlySpan<uint> keys, int n)
    {
        Span<int> counts = stackalloc int[256];
        var (prefix, mask) = (0u, 0u);
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            counts.Clear();
            foreach (var key in keys)
            {
                if ((key & mask) == prefix) counts[(int)(key >> shift & 0xff)]++;
            }

            var digit = 255;
            while (counts[digit] < n) n -= counts[digit--];
            prefix |= (uint)digit << shift;
            mask |= 0xffu << shift;
        }

        return prefix;
    }
}
