// Shapes: N images, H × W cells, C channels, S sampled anchors.
using Gannet.Torch;

namespace Gannet.Detection.Anchors;

/// <summary>The 3×3 neighbourhoods of sampled anchors, gathered from all levels: all that a sampled prediction depends on.</summary>
internal sealed class CellPatches
{
    private const int Neighbours = 9;

    private readonly List<long>[] _rows;
    private readonly List<float>[] _inside;
    private readonly int[] _positions;

    /// <summary>Locates the patches.</summary>
    /// <param name="levels">Feature maps, each <c>[N, C, H, W]</c>.</param>
    /// <param name="grid">The anchors.</param>
    /// <param name="perCell">Anchors per cell.</param>
    /// <param name="sampled">For each sampled anchor, its image and its index in <paramref name="grid"/>.</param>
    public CellPatches(IReadOnlyList<Tensor> levels, AnchorGrid grid, int perCell, IReadOnlyList<(int Image, int Anchor)> sampled)
    {
        _rows = [.. levels.Select(static _ => new List<long>())];
        _inside = [.. levels.Select(static _ => new List<float>())];
        Slots = new long[sampled.Count];
        var order = new List<int>[levels.Count];
        for (var level = 0; level < order.Length; level++) order[level] = [];
        for (var s = 0; s < sampled.Count; s++)
        {
            var (level, within) = (0, sampled[s].Anchor);
            while (within >= grid.LevelSizes[level]) within -= grid.LevelSizes[level++];
            Slots[s] = within % perCell;
            order[level].Add(s);
            AddPatch(level, sampled[s].Image, within / perCell, (int)levels[level].Shape[2], (int)levels[level].Shape[3]);
        }

        // Patches are gathered level by level; the caller wants them in the given order.
        _positions = new int[sampled.Count];
        var position = 0;
        foreach (var s in order.SelectMany(static o => o)) _positions[s] = position++;
    }

    /// <summary>For each sampled anchor, its index among the anchors of its cell.</summary>
    public long[] Slots { get; }

    /// <summary>The patches, <c>[S, 9·C]</c>, cell by cell with all channels together; zero outside the map.</summary>
    public Tensor Gather(IReadOnlyList<Tensor> levels)
    {
        using var scope = TensorScope.Enter();
        var parts = new List<Tensor>();
        for (var level = 0; level < levels.Count; level++)
        {
            if (_rows[level].Count == 0) continue;
            var (map, device) = (levels[level], levels[level].Device);
            var channels = map.Shape[1];
            var cells = map.Permute([0, 2, 3, 1]).Reshape([-1, channels]).IndexSelect(0, Tensor.From<long>(_rows[level].ToArray()).To(device, ElementType.Int64));
            var inside = Tensor.From<float>(_inside[level].ToArray(), _inside[level].Count, 1).To(device, ElementType.Float);
            parts.Add((cells * inside).Reshape([-1, Neighbours * channels]));
        }

        var all = Tensor.Cat([.. parts]);
        long[] positions = [.. _positions.Select(static p => (long)p)];
        return scope.Keep(all.IndexSelect(0, Tensor.From<long>(positions).To(all.Device, ElementType.Int64)));
    }

    private void AddPatch(int level, int image, int cell, int height, int width)
    {
        var (y, x) = (cell / width, cell % width);
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                var isInside = y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width;
                _rows[level].Add(isInside ? ((long)image * height + y + dy) * width + x + dx : 0);
                _inside[level].Add(isInside ? 1 : 0);
            }
        }
    }
}
