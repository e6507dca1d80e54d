// Shapes: A boxes (anchors or proposals), G objects.
using System.Numerics;

namespace Gannet.Vision.Assignment;

/// <summary>Finds the object that each of many boxes shows, by IoU.</summary>
/// <remarks>
/// One pass computes IoU and arg-max together: no A × G matrix exists. The order of float32 operations is torchvision's, so
/// that the result is the same bit for bit at every vector width and number of threads. Unlike torchvision, an object that no
/// box overlaps forces no box: its best IoU is 0, which every far box shares.
/// </remarks>
public static class BoxMatcher
{
    /// <summary>The box shows nothing.</summary>
    public const int Background = -1;

    /// <summary>The box shows too little of an object to count as either.</summary>
    public const int Ignored = -2;

    // Below this many pairs, starting threads costs more than it saves.
    private const int ParallelPairs = 1 << 18;

    /// <summary>Matches each box with the object it overlaps most.</summary>
    /// <param name="boxes"><c>[A]</c>.</param>
    /// <param name="truths"><c>[G]</c>; may be empty.</param>
    /// <param name="options">Thresholds.</param>
    /// <returns><c>[A]</c>: index of the object, <see cref="Background"/> or <see cref="Ignored"/>.</returns>
    public static int[] Match(ReadOnlySpan<Box> boxes, ReadOnlySpan<Box> truths, MatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var matches = new int[boxes.Length];
        if (truths.IsEmpty || boxes.IsEmpty)
        {
            matches.AsSpan().Fill(Background);
            return matches;
        }

        var columns = BoxColumns.From(boxes);
        var chunks = (long)boxes.Length * truths.Length < ParallelPairs ? 1 : Environment.ProcessorCount;
        var size = (boxes.Length + chunks - 1) / chunks;
        var best = new TruthCandidates[chunks];
        var objects = truths.ToArray();
        void Run(int chunk) => best[chunk] =
            MatchRange(columns, objects, matches, Math.Min(chunk * size, columns.Count), Math.Min((chunk + 1) * size, columns.Count), options);
        if (chunks == 1) Run(0);
        else Parallel.For(0, chunks, Run);

        if (options.ForceBestPerTruth) ForceBest(best, truths.Length, matches);
        return matches;
    }

    /// <summary>The same rule on overlaps that are already known.</summary>
    /// <param name="overlaps"><c>[G, A]</c>.</param>
    /// <param name="options">Thresholds.</param>
    internal static int[] MatchOverlaps(float[,] overlaps, MatchOptions options)
    {
        var (truths, boxes) = (overlaps.GetLength(0), overlaps.GetLength(1));
        var (matches, candidates) = (new int[boxes], new TruthCandidates(truths));
        var column = new float[truths];
        for (var k = 0; k < boxes; k++)
        {
            for (var g = 0; g < truths; g++) column[g] = overlaps[g, k];
            MatchOne(candidates, k, column, matches, options);
        }

        if (options.ForceBestPerTruth) ForceBest([candidates], truths, matches);
        return matches;
    }

    private static TruthCandidates MatchRange(BoxColumns boxes, Box[] truths, int[] matches, int start, int end, MatchOptions options)
    {
        var candidates = new TruthCandidates(truths.Length);
        var step = Vector<float>.Count;
        Span<float> overlaps = stackalloc float[step];
        var k = start;
        for (; k + step <= end; k += step)
        {
            var (x1, y1) = (new Vector<float>(boxes.X1, k), new Vector<float>(boxes.Y1, k));
            var (x2, y2) = (new Vector<float>(boxes.X2, k), new Vector<float>(boxes.Y2, k));
            var area = new Vector<float>(boxes.Area, k);
            var (best, owner) = (new Vector<float>(-1f), Vector<int>.Zero);
            for (var g = 0; g < truths.Length; g++)
            {
                var truth = truths[g];
                var width = Vector.Max(Vector.Min(x2, new Vector<float>(truth.X2)) - Vector.Max(x1, new Vector<float>(truth.X1)), Vector<float>.Zero);
                var height = Vector.Max(Vector.Min(y2, new Vector<float>(truth.Y2)) - Vector.Max(y1, new Vector<float>(truth.Y1)), Vector<float>.Zero);
                var shared = width * height;
                var overlap = shared / (new Vector<float>(truth.Area) + area - shared);
                var better = Vector.GreaterThan(overlap, best);
                best = Vector.ConditionalSelect(better, overlap, best);
                owner = Vector.ConditionalSelect(better, new Vector<int>(g), owner);
                if (!Vector.GreaterThanOrEqualAny(overlap, new Vector<float>(candidates.Best(g)))) continue;
                overlap.CopyTo(overlaps);
                for (var lane = 0; lane < step; lane++) candidates.Offer(g, k + lane, overlaps[lane]);
            }

            for (var lane = 0; lane < step; lane++) candidates.Record(matches, k + lane, owner[lane], best[lane], options);
        }

        var column = new float[truths.Length];
        for (; k < end; k++)
        {
            for (var g = 0; g < truths.Length; g++) column[g] = Iou.Of(truths[g], boxes[k]);
            MatchOne(candidates, k, column, matches, options);
        }

        return candidates;
    }

    // The rule for one box whose overlap with every object is known.
    private static void MatchOne(TruthCandidates candidates, int box, ReadOnlySpan<float> overlaps, int[] matches, MatchOptions options)
    {
        var (best, owner) = (-1f, 0);
        for (var g = 0; g < overlaps.Length; g++)
        {
            candidates.Offer(g, box, overlaps[g]);
            if (overlaps[g] > best) (best, owner) = (overlaps[g], g);
        }

        candidates.Record(matches, box, owner, best, options);
    }

    // A forced box keeps its own best object, which may be another one than the object that forces it (as in torchvision).
    private static void ForceBest(TruthCandidates[] chunks, int truths, int[] matches)
    {
        for (var g = 0; g < truths; g++)
        {
            var best = chunks.Max(c => c.Best(g));
            foreach (var chunk in chunks)
            {
                if (chunk.Best(g) != best) continue;
                foreach (var box in chunk.Boxes(g)) matches[box] = chunk.Owner(box);
            }
        }
    }
}
