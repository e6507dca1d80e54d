namespace Gannet.Kernels.Masks;

/// <summary>How the pixels of one axis read a framed mask.</summary>
/// <param name="Side">Bins of the framed mask.</param>
/// <param name="Start">The first pixel that lies in both the box and the image.</param>
/// <param name="Taps">The bins read by each of these pixels.</param>
/// <param name="Spans">Stretches of pixels that lie between the same two bins.</param>
internal sealed record PasteAxis(int Side, int Start, PasteTap[] Taps, Range[] Spans)
{
    public static PasteAxis Of(float low, float high, int size, int frame, int limit, string name)
    {
        if (!float.IsFinite(low) || !float.IsFinite(high)) throw new ArgumentException($"The box from {low} to {high} is not finite.", name);
        var side = size + 2 * frame;
        var (half, centre) = ((high - low) * 0.5f * ((float)side / size), (high + low) * 0.5f);
        var (first, last) = ((long)Math.Truncate(centre - half), (long)Math.Truncate(centre + half));
        var length = Math.Max(last - first + 1, 1);
        var (start, end) = (Math.Clamp(first, 0, limit), Math.Clamp(last + 1, 0, limit));
        var scale = (float)side / length;
        var taps = new PasteTap[Math.Max(0, end - start)];
        for (var k = 0; k < taps.Length; k++)
        {
            var at = Math.Max(0, scale * (start - first + k + 0.5f) - 0.5f);
            var bin = Math.Min((int)at, side - 1);
            taps[k] = new(bin, Math.Min(bin + 1, side - 1), at - bin);
        }

        return new(side, (int)start, taps, Stretches(taps));
    }

    private static Range[] Stretches(PasteTap[] taps)
    {
        var (spans, start) = (new List<Range>(), 0);
        for (var k = 1; k <= taps.Length; k++)
        {
            if (k < taps.Length && taps[k].Low == taps[start].Low) continue;
            spans.Add(start..k);
            start = k;
        }

        return [.. spans];
    }
}
