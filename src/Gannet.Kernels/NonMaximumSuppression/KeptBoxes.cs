using System.Runtime.CompilerServices;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.NonMaximumSuppression;

/// <summary>The boxes that a suppression has kept so far, by grid bucket, in blocks that vectors read.</summary>
/// <remarks>
/// The float32 arithmetic follows torchvision's order: <c>intersection / (kept + candidate − intersection)</c>. Multiplication and
/// addition are not fused (no FMA), so that every vector width gives the same bits.
/// </remarks>
internal sealed class KeptBoxes(double threshold)
{
    /// <summary>Boxes per block, a multiple of every vector length.</summary>
    public const int BlockSize = 16;

    // A block holds sixteen left edges, then as many top, right and bottom edges and areas.
    private const int X1 = 0, Y1 = BlockSize, X2 = 2 * BlockSize, Y2 = 3 * BlockSize, Areas = 4 * BlockSize, BlockLength = 5 * BlockSize;

    private readonly float _threshold = LargestFloatNotAbove(threshold);
    private SuppressionGrid _grid;
    private float[] _blocks = [];
    private int[] _firstBlocks = [];
    private int[] _counts = [];

    /// <summary>Starts over, with room for these candidates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Reset(ReadOnlySpan<Box> candidates)
    {
        _grid = SuppressionGrid.For(candidates, threshold);
        if (_counts.Length < _grid.Count) (_counts, _firstBlocks) = (new int[_grid.Count], new int[_grid.Count]);
        var counts = _counts.AsSpan(0, _grid.Count);
        counts.Clear();
        foreach (ref readonly var box in candidates)
        {
            if (box.IsValid) counts[_grid.CellOf(box)]++;
        }

        var blocks = 0;
        for (var cell = 0; cell < counts.Length; cell++)
        {
            _firstBlocks[cell] = blocks;
            blocks += (counts[cell] + BlockSize - 1) / BlockSize;
        }

        counts.Clear();
        if (_blocks.Length < blocks * BlockLength) _blocks = GC.AllocateUninitializedArray<float>(blocks * BlockLength);
    }

    /// <summary>Keeps a box; an invalid one cannot suppress anything and is not stored.</summary>
    public void Add(in Box box)
    {
        if (!box.IsValid) return;
        var cell = _grid.CellOf(box);
        var count = _counts[cell]++;
        var block = _blocks.AsSpan((_firstBlocks[cell] + count / BlockSize) * BlockLength, BlockLength);
        var lane = count % BlockSize;
        if (lane == 0)
        {
            // Lanes without a box: a NaN area gives a NaN overlap, which is not above any threshold.
            block[..Areas].Clear();
            block[Areas..].Fill(float.NaN);
        }

        (block[X1 + lane], block[Y1 + lane], block[X2 + lane], block[Y2 + lane], block[Areas + lane]) = (box.X1, box.Y1, box.X2, box.Y2, box.Area);
    }

    /// <summary>Whether any kept box overlaps the candidate by more than the threshold.</summary>
    public bool Suppress<TLanes>(in Box candidate) where TLanes : struct, IFloatLanes<TLanes>
    {
        if (!candidate.IsValid) return false;
        var (left, top, right, bottom) = _grid.Around(candidate);
        for (var row = top; row <= bottom; row++)
        {
            for (var cell = row * _grid.Columns + left; cell <= row * _grid.Columns + right; cell++)
            {
                if (_counts[cell] > 0 && SuppressInBucket<TLanes>(candidate, cell)) return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool SuppressInBucket<TLanes>(in Box candidate, int cell) where TLanes : struct, IFloatLanes<TLanes>
    {
        var (box, threshold) = (LaneBoxes<TLanes>.Repeat(candidate), TLanes.Of(_threshold));
        ref var start = ref Unsafe.Add(ref _blocks[0], (nuint)_firstBlocks[cell] * BlockLength);
        var end = (nuint)((_counts[cell] + BlockSize - 1) / BlockSize * BlockLength);
        for (nuint block = 0; block < end; block += BlockLength)
        {
            for (var i = block; i < block + BlockSize; i += (nuint)TLanes.Count)
            {
                var kept = LaneBoxes<TLanes>.Load(in start, i, BlockSize);
                var shared = LaneBoxes<TLanes>.Shared(kept, box);
                var union = kept.Area + box.Area - shared;

                // If shared / union is above the threshold, shared ≥ threshold · union, even after rounding. Few pairs need dividing.
                if (!TLanes.AnyGreaterOrEqual(shared, threshold * union)) continue;
                if (TLanes.Any(TLanes.Greater(shared / union, threshold))) return true;
            }
        }

        return false;
    }

    // torchvision compares its float32 overlap with a double threshold: 0.3f > 0.3 holds there. Rounding down keeps that answer in float32.
    private static float LargestFloatNotAbove(double threshold)
    {
        var rounded = (float)threshold;
        return rounded > threshold ? float.BitDecrement(rounded) : rounded;
    }
}
