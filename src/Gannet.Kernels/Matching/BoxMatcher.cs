// Shapes: A boxes (anchors or proposals), G objects.
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Matching;

/// <summary>Matches each of many boxes with an object, by their overlap.</summary>
/// <remarks>
/// One pass computes overlap and arg-max together, without an A × G matrix. The float32 operations follow torchvision's order, so
/// the result is bit for bit the same at every vector width and number of threads. Unlike in torchvision, an object that no box
/// overlaps forces no box: its best IoU is 0, which every distant box shares.
/// </remarks>
public static class BoxMatcher
{
    /// <summary>The box shows no object.</summary>
    public const int Background = -1;

    /// <summary>The box is neither foreground nor background: its overlap lies in between, or its object does not count.</summary>
    public const int Ignored = -2;

    // Below this many pairs, starting threads costs more than it saves.
    private const long WorthThreads = 1 << 19;

    // Several, so that other threads take most of a delayed thread's share. But each part finds an object's best box anew.
    private const int PartsPerThread = 4;

    /// <summary>Matches each box with the object it overlaps most.</summary>
    /// <param name="boxes"><c>[A]</c>.</param>
    /// <param name="truths"><c>[G]</c>; may be empty.</param>
    /// <param name="options">Measure and thresholds.</param>
    /// <param name="weights"><c>[G]</c>: a box matched with an object of weight 0 is ignored (kerod's rule); empty for all 1.</param>
    /// <returns><c>[A]</c>: index of the object, <see cref="Background"/> or <see cref="Ignored"/>.</returns>
    /// <exception cref="ArgumentException">There are weights, but not one per object.</exception>
    public static int[] Match(ReadOnlySpan<Box> boxes, ReadOnlySpan<Box> truths, MatchOptions options, ReadOnlySpan<float> weights = default) =>
        MatchWith(KernelPlan.Best, boxes, truths, options, weights);

    internal static int[] MatchWith(
        KernelPlan plan, ReadOnlySpan<Box> boxes, ReadOnlySpan<Box> truths, MatchOptions options, ReadOnlySpan<float> weights = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!weights.IsEmpty && weights.Length != truths.Length)
            throw new ArgumentException($"{truths.Length} objects need {truths.Length} weights, not {weights.Length}.", nameof(weights));
        // Every element is written below, so clearing a megabyte would only take time.
        var matches = GC.AllocateUninitializedArray<int>(boxes.Length);
        if (truths.IsEmpty || boxes.IsEmpty)
        {
            matches.AsSpan().Fill(Background);
            return matches;
        }

        if (options.Overlap == BoxOverlap.Giou) MatchBy<GiouMeasure>(plan, boxes, truths, options, matches);
        else MatchBy<IouMeasure>(plan, boxes, truths, options, matches);
        for (var k = 0; k < matches.Length && !weights.IsEmpty; k++)
        {
            if (matches[k] >= 0 && weights[matches[k]] == 0) matches[k] = Ignored;
        }

        return matches;
    }

    internal static unsafe void MatchBy<TMeasure>(
        KernelPlan plan, ReadOnlySpan<Box> boxes, ReadOnlySpan<Box> truths, MatchOptions options, int[] matches)
        where TMeasure : struct, IOverlapMeasure
    {
        plan = plan.For((long)boxes.Length * truths.Length, WorthThreads);
        // If no boxes are forced, no box is a candidate.
        var least = options.ForceBestPerTruth ? TMeasure.LeastClaim : float.PositiveInfinity;
        var objects = truths.ToArray();
        var blocks = (boxes.Length + BoxColumns.BlockSize - 1) / BoxColumns.BlockSize;
        var parts = Math.Min(blocks, plan.Threads == 1 ? 1 : PartsPerThread * plan.Threads);
        TruthCandidates[] best = [.. Enumerable.Range(0, parts).Select(_ => new TruthCandidates(objects.Length, least))];
        fixed (Box* pinned = boxes)
        {
            // Lambdas cannot capture spans; the boxes stay pinned until all threads are done.
            var address = (nint)pinned;
            var count = boxes.Length;
            plan.ForEach(parts, part =>
            {
                var start = (int)((long)part * blocks / parts) * BoxColumns.BlockSize;
                var end = Math.Min(count, (int)((part + 1L) * blocks / parts) * BoxColumns.BlockSize);
                var own = new ReadOnlySpan<Box>((Box*)address + start, end - start);
                var found = matches.AsSpan(start..end);
                switch (plan.VectorBits)
                {
                    case 512: MatchPass<TMeasure>.Run<Lanes16>(own, start, objects, found, options, best[part]); break;
                    case 256: MatchPass<TMeasure>.Run<Lanes8>(own, start, objects, found, options, best[part]); break;
                    case 128: MatchPass<TMeasure>.Run<Lanes4>(own, start, objects, found, options, best[part]); break;
                    default: MatchPass<TMeasure>.Run<Lanes1>(own, start, objects, found, options, best[part]); break;
                }
            });
        }

        ForceBest<TMeasure>(best, boxes, truths, matches);
    }

    // A forced box is matched with its own best object, which may not be the one that forces it (as in torchvision).
    private static void ForceBest<TMeasure>(TruthCandidates[] parts, ReadOnlySpan<Box> boxes, ReadOnlySpan<Box> truths, int[] matches)
        where TMeasure : struct, IOverlapMeasure
    {
        for (var g = 0; g < truths.Length; g++)
        {
            var best = parts[0].Best[g];
            foreach (var part in parts) best = Math.Max(best, part.Best[g]);
            foreach (var part in parts)
            {
                if (part.Best[g] != best) continue;
                foreach (var box in part.Boxes(g)) matches[box] = OwnerOf<TMeasure>(boxes[box], truths);
            }
        }
    }

    private static int OwnerOf<TMeasure>(Box box, ReadOnlySpan<Box> truths) where TMeasure : struct, IOverlapMeasure
    {
        var (best, owner) = (TMeasure.Least, 0);
        for (var g = 0; g < truths.Length; g++)
        {
            if (TMeasure.Of(truths[g], box) is var overlap && overlap > best) (best, owner) = (overlap, g);
        }

        return owner;
    }
}

/// <summary>The measure by which boxes are matched with objects.</summary>
public enum BoxOverlap
{
    /// <summary>Intersection over union, in [0, 1].</summary>
    Iou,

    /// <summary>Generalised IoU, in [−1, 1]: IoU minus the share of the enclosing box that neither box covers.</summary>
    Giou,
}
