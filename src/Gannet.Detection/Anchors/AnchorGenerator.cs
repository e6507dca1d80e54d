// Shapes: L levels, A anchors per cell, T anchors of all levels.
using Gannet.Detection.Necks;

namespace Gannet.Detection.Anchors;

/// <summary>Places anchors at every cell of every feature level.</summary>
/// <remarks>Order: level, row, column, ratio, size – the order of the proposal head's flattened outputs.</remarks>
public sealed class AnchorGenerator
{
    private readonly Box[][] _cells;
    private readonly AnchorOptions _options;
    private readonly Dictionary<string, AnchorGrid> _grids = [];

    /// <summary>Prepares the anchors of one cell per level.</summary>
    public AnchorGenerator(AnchorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var areShapesOfLevels = options.LevelShapes.Length > 0;
        _cells = areShapesOfLevels ? [.. options.LevelShapes.Select(CellAnchors)]
            : options.Shapes.Length > 0 ? [CellAnchors(options.Shapes)]
            : [.. options.Sizes.Select(sizes => CellAnchors(sizes, options.Ratios, options.Rounded))];
        if (_cells.Length == 0 || _cells.Any(c => c.Length == 0 || c.Length != _cells[0].Length))
        {
            var (name, things) = areShapesOfLevels ? ("anchors.level_shapes", "shapes") : ("anchors.sizes", "sizes");
            throw InvalidOptionException.Contradiction(name, $"{name}: every level needs the same, positive number of {things}.");
        }
    }

    /// <summary>Number of levels, L; null if all levels have the same anchors.</summary>
    public int? Levels => _options.Shapes.Length > 0 && _options.LevelShapes.Length == 0 ? null : _cells.Length;

    /// <summary>Anchors per cell, A.</summary>
    public int PerCell => _cells[0].Length;

    /// <summary>The anchors of a level's cell, centred on the origin.</summary>
    internal Box[] CellsOf(int level) => _cells[level % _cells.Length];

    /// <summary>Height and width of the anchors of a level's cell, in pixels.</summary>
    /// <param name="level">The level, finest first.</param>
    public IReadOnlyList<(float Height, float Width)> CellShapes(int level) => [.. CellsOf(level).Select(static box => (box.Height, box.Width))];

    /// <summary>The anchors of one cell, centred on the origin.</summary>
    /// <param name="sizes">Sides of the square anchor, in pixels.</param>
    /// <param name="ratios">Height divided by width; the area stays the same.</param>
    /// <param name="rounded">Whether half sides are rounded to whole pixels, half to even, as torchvision does.</param>
    public static Box[] CellAnchors(IReadOnlyList<int> sizes, IReadOnlyList<float> ratios, bool rounded = true)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(ratios);
        return [.. from ratio in ratios from size in sizes select CellAnchor(size, ratio, rounded)];
    }

    /// <summary>All anchors for an input of the given size; cached per combination of sizes.</summary>
    /// <param name="height">Height of the padded input, in pixels.</param>
    /// <param name="width">Width of the padded input.</param>
    /// <param name="maps">Height and width of each feature map, before <see cref="AnchorOptions.Step"/>.</param>
    /// <param name="levels">Positions of their cells; null for maps that cover the whole input evenly.</param>
    public AnchorGrid Generate(int height, int width, IReadOnlyList<(int Height, int Width)> maps, IReadOnlyList<FeatureLevel>? levels = null)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (Levels is { } expected && maps.Count != expected)
            throw new ArgumentException($"The network has {maps.Count} feature levels, but anchors are given for {expected}.", nameof(maps));
        var key = $"{height}x{width}:{string.Join(',', maps)}";
        if (_grids.TryGetValue(key, out var known)) return known;
        if (_grids.Count >= 64) _grids.Clear(); // ever new image sizes must not fill the memory
        var step = _options.Step;
        var sizes = maps.Select(m => Steps(m.Height) * Steps(m.Width) * PerCell).ToArray();
        var boxes = new Box[sizes.Sum()];
        var n = 0;
        for (var level = 0; level < maps.Count; level++)
        {
            var cells = CellsOf(level);
            var origin = levels?[level].Origin ?? 0f;
            var (strideY, strideX) = (height / maps[level].Height, width / maps[level].Width);
            if (levels is not null && (_options.FixedStrides || origin != 0)) strideY = strideX = levels[level].Stride;
            for (var y = 0; y < maps[level].Height; y += step)
            {
                for (var x = 0; x < maps[level].Width; x += step)
                {
                    foreach (var cell in cells) boxes[n++] = cell.Shift(origin + (x + _options.Offset) * strideX, origin + (y + _options.Offset) * strideY);
                }
            }
        }

        return _grids[key] = new AnchorGrid(boxes, sizes);
    }

    private int Steps(int cells) => (cells + _options.Step - 1) / _options.Step;

    private static Box CellAnchor(int size, float ratio, bool rounded)
    {
        var rootRatio = MathF.Sqrt(ratio);
        var (width, height) = (1 / rootRatio * size, rootRatio * size);
        var (right, bottom) = (width / 2, height / 2);
        if (rounded) (right, bottom) = (MathF.Round(right, MidpointRounding.ToEven), MathF.Round(bottom, MidpointRounding.ToEven));
        return About(right, bottom);
    }

    private static Box[] CellAnchors(float[][] shapes) => [.. shapes.Select(static shape => About(shape[1] / 2, shape[0] / 2))];

    private static Box About(float right, float bottom) => new(-right, -bottom, right, bottom);
}
