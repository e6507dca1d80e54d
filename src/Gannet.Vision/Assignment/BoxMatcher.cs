// Shapes: A boxes (anchors or proposals), G objects.
namespace Gannet.Vision.Assignment;

/// <summary>Finds the object that each of many boxes shows, by their overlap.</summary>
/// <remarks>
/// One pass computes overlap and arg-max together: no A × G matrix exists. The order of float32 operations is torchvision's, so
/// that the result is the same bit for bit at every vector width and number of threads. Unlike torchvision, an object that no
/// box overlaps forces no box: its best IoU is 0, which every far box shares.
/// </remarks>
public static class BoxMatcher
{
    /// <summary>The box shows nothing.</summary>
    public const int Background = -1;

    /// <summary>The box shows too little of an object to count as either, or one that does not count.</summary>
    public const int Ignored = -2;

    // Below this many pairs, starting threads costs more than it saves.
    private const int ParallelPairs = 1 << 18;

    /// <summary>Matches each box with the object it overlaps most.</summary>
    /// <param name="boxes"><c>[A]</c>.</param>
    /// <param name="truths"><c>[G]</c>; may be empty.</param>
    /// <param name="options">Measure and thresholds.</param>
    /// <param name="weights"><c>[G]</c>: a box that shows an object of weight 0 is ignored (kerod's rule); empty for all 1.</param>
    /// <returns><c>[A]</c>: index of the object, <see cref="Background"/> or <see cref="Ignored"/>.</returns>
    /// <exception cref="ArgumentException">There are weights, but not one for each object.</exception>
    public static int[] Match(ReadOnlySpan<Box> boxes, ReadOnlySpan<Box> truths, MatchOptions options, ReadOnlySpan<float> weights = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!weights.IsEmpty && weights.Length != truths.Length)
            throw new ArgumentException($"{truths.Length} objects need {truths.Length} weights, not {weights.Length}.", nameof(weights));
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
        Func<BoxColumns, Box[], int[], int, int, MatchOptions, TruthCandidates> pass =
            options.Overlap == BoxOverlap.Giou ? MatchPass<GiouMeasure>.Run : MatchPass<IouMeasure>.Run;
        void Run(int chunk) => best[chunk] =
            pass(columns, objects, matches, Math.Min(chunk * size, columns.Count), Math.Min((chunk + 1) * size, columns.Count), options);
        if (chunks == 1) Run(0);
        else Parallel.For(0, chunks, Run);

        if (options.ForceBestPerTruth) ForceBest(best, truths.Length, matches);
        for (var k = 0; k < matches.Length && !weights.IsEmpty; k++)
        {
            if (matches[k] >= 0 && weights[matches[k]] == 0) matches[k] = Ignored;
        }

        return matches;
    }

    /// <summary>The same rule on overlaps that are already known.</summary>
    /// <param name="overlaps"><c>[G, A]</c>, IoU.</param>
    /// <param name="options">Thresholds.</param>
    internal static int[] MatchOverlaps(float[,] overlaps, MatchOptions options)
    {
        var (truths, boxes) = (overlaps.GetLength(0), overlaps.GetLength(1));
        var (matches, candidates) = (new int[boxes], new TruthCandidates(truths, IouMeasure.LeastClaim));
        var column = new float[truths];
        for (var k = 0; k < boxes; k++)
        {
            for (var g = 0; g < truths; g++) column[g] = overlaps[g, k];
            MatchPass<IouMeasure>.One(candidates, k, column, column, matches, options);
        }

        if (options.ForceBestPerTruth) ForceBest([candidates], truths, matches);
        return matches;
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
