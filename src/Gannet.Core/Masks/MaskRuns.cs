namespace Gannet.Masks;

/// <summary>Walks the runs of two masks of the same size side by side.</summary>
internal static class MaskRuns
{
    public static long Intersection(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.Length < 2 || b.Length < 2) return 0;
        long common = 0;
        var (i, j, restA, restB) = (0, 0, a[0], b[0]);
        while (true)
        {
            var step = Math.Min(restA, restB);
            if ((i & j & 1) != 0) common += step;
            if ((restA -= step) == 0)
            {
                if (++i == a.Length) return common;
                restA = a[i];
            }

            if ((restB -= step) == 0)
            {
                if (++j == b.Length) return common;
                restB = b[j];
            }
        }
    }

    public static int[] Union(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var union = new RunBuilder();
        var (i, j) = (0, 0);
        var (restA, restB) = (a.IsEmpty ? 0 : a[0], b.IsEmpty ? 0 : b[0]);
        while (i < a.Length && j < b.Length)
        {
            var step = Math.Min(restA, restB);
            union.Add(step, ((i | j) & 1) != 0);
            if ((restA -= step) == 0 && ++i < a.Length) restA = a[i];
            if ((restB -= step) == 0 && ++j < b.Length) restB = b[j];
        }

        return union.ToArray();
    }
}
