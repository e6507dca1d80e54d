namespace Gannet.Vision.Evaluation;

/// <summary>Stable descending order of scores.</summary>
internal static class ScoreOrder
{
    /// <summary>Indices of the scores, best first; equal scores keep their order. O(n log n) on integers.</summary>
    public static int[] Descending(ReadOnlySpan<float> scores)
    {
        var keys = new ulong[scores.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = ((ulong)~Rank(scores[i]) << 32) | (uint)i;
        Array.Sort(keys);
        return Array.ConvertAll(keys, static key => (int)(uint)key);
    }

    // A float's bits in an order that integers share; −0 and 0 are one score.
    private static uint Rank(float score)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }
}
