// Shapes: L levels, A anchors a cell, T anchors of all levels.
using Gannet.Vision;

namespace Gannet.Detection.Anchors;

/// <summary>Places the reference boxes on every cell of every feature level.</summary>
/// <remarks>Order: level, row, column, ratio, size – the order in which the proposal head's outputs are flattened.</remarks>
public sealed class AnchorGenerator
{
    private readonly Box[][] _cells;
    private readonly float _offset;
    private readonly Dictionary<string, AnchorGrid> _grids = [];

    /// <summary>Prepares the anchors of one cell for each level.</summary>
    public AnchorGenerator(AnchorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _offset = options.Offset;
        _cells = [.. options.Sizes.Select(sizes => CellAnchors(sizes, options.Ratios, options.Rounded))];
        if (_cells.Length == 0 || _cells.Any(c => c.Length == 0 || c.Length != _cells[0].Length))
            throw new ArgumentException("Every level needs the same, positive number of anchor sizes.", nameof(options));
    }

    /// <summary>Number of levels, L.</summary>
    public int Levels => _cells.Length;

    /// <summary>Anchors of each cell, A.</summary>
    public int PerCell => _cells[0].Length;

    /// <summary>The anchors of one cell about the origin.</summary>
    /// <param name="sizes">Sides of the square anchor, in pixels.</param>
    /// <param name="ratios">Height divided by width, of equal area.</param>
    /// <param name="rounded">Whether half sides are rounded to whole pixels, half to even, as torchvision does.</param>
    public static Box[] CellAnchors(IReadOnlyList<int> sizes, IReadOnlyList<float> ratios, bool rounded = true)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(ratios);
        return [.. from ratio in ratios from size in sizes select CellAnchor(size, ratio, rounded)];
    }

    /// <summary>All anchors of an input of the given size; computed once for each combination of sizes.</summary>
    /// <param name="height">Height of the padded input, in pixels.</param>
    /// <param name="width">Width of the padded input.</param>
    /// <param name="levels">Height and width of each feature level.</param>
    public AnchorGrid Generate(int height, int width, IReadOnlyList<(int Height, int Width)> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        if (levels.Count != Levels)
            throw new ArgumentException($"The network has {levels.Count} feature levels, the anchors are given for {Levels}.", nameof(levels));
        var key = $"{height}x{width}:{string.Join(',', levels)}";
        if (_grids.TryGetValue(key, out var known)) return known;
        if (_grids.Count >= 64) _grids.Clear(); // pictures of ever new sizes must not fill the memory
        var sizes = levels.Select(l => l.Height * l.Width * PerCell).ToArray();
        var boxes = new Box[sizes.Sum()];
        var n = 0;
        for (var level = 0; level < Levels; level++)
        {
            var (strideY, strideX) = (height / levels[level].Height, width / levels[level].Width);
            for (var y = 0; y < levels[level].Height; y++)
            {
                for (var x = 0; x < levels[level].Width; x++)
                {
                    foreach (var cell in _cells[level]) boxes[n++] = Shift(cell, (x + _offset) * strideX, (y + _offset) * strideY);
                }
            }
        }

        return _grids[key] = new AnchorGrid(boxes, sizes);
    }

    private static Box CellAnchor(int size, float ratio, bool rounded)
    {
        var rootRatio = MathF.Sqrt(ratio);
        var (width, height) = (1 / rootRatio * size, rootRatio * size);
        var (right, bottom) = (width / 2, height / 2);
        if (rounded) (right, bottom) = (MathF.Round(right, MidpointRounding.ToEven), MathF.Round(bottom, MidpointRounding.ToEven));
        return new(-right, -bottom, right, bottom);
    }

    private static Box Shift(Box box, float x, float y) => new(box.X1 + x, box.Y1 + y, box.X2 + x, box.Y2 + y);
}
