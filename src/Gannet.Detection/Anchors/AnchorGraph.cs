using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.Necks;
using Gannet.Runtime.Format;
using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Detection.Anchors;

/// <summary>Writes <see cref="AnchorGenerator"/> as a graph: constants where the size is fixed, otherwise computed from the maps' sizes.</summary>
internal sealed class AnchorGraph(AnchorGenerator generator, AnchorOptions options, IReadOnlyList<FeatureLevel> levels, DetectorGraph detector)
{
    private readonly GraphBuilder _graph = detector.Graph;

    /// <summary>The anchors of each level, <c>[T, 4]</c>.</summary>
    /// <param name="maps">The maps that the first stage reads.</param>
    /// <param name="images">The images and the size of the input.</param>
    public GraphValue[] Add(TracedValue[] maps, PlacedImages images)
    {
        _graph.Section("anchors");
        return detector.IsFixed ? Constants(maps, images) : [.. maps.Select((map, level) => Level(map.Value, level, images))];
    }

    private GraphValue[] Constants(TracedValue[] maps, PlacedImages images)
    {
        var grid = generator.Generate(images.Input.Length(2), images.Input.Length(3), [.. maps.Select(static m => (m.Length(2), m.Length(3)))], levels);
        var (anchors, start) = (new GraphValue[maps.Length], 0);
        for (var level = 0; level < anchors.Length; start += grid.LevelSizes[level++])
            anchors[level] = Constant(grid.Boxes.AsSpan(start, grid.LevelSizes[level]), $"anchors.{level}");
        return anchors;
    }

    private GraphValue Level(GraphValue map, int level, PlacedImages images)
    {
        var (rows, columns) = (_graph.Length(map, 2), _graph.Length(map, 3));
        var isFixed = options.FixedStrides || levels[level].Origin != 0;
        var y = Centres(rows, isFixed ? _graph.Number((long)levels[level].Stride) : _graph.Divide(images.InputHeight, rows), levels[level].Origin);
        var x = Centres(columns, isFixed ? _graph.Number((long)levels[level].Stride) : _graph.Divide(images.InputWidth, columns), levels[level].Origin);
        // [rows, 1, 1, 1] and [1, columns, 1, 1], each spread over the whole map
        var (down, across) = (_graph.Reshape(y, -1, 1, 1, 1), _graph.Reshape(x, 1, -1, 1, 1));
        var zeros = _graph.Multiply(_graph.Add(down, across), 0f);
        var (shiftX, shiftY) = (_graph.Add(across, zeros), _graph.Add(down, zeros));
        var cells = Constant(generator.CellsOf(level), $"cells.{level}");
        return _graph.Reshape(_graph.Add(_graph.Concat(3, shiftX, shiftY, shiftX, shiftY), cells), -1, 4);
    }

    private GraphValue Centres(GraphValue count, GraphValue stride, float origin)
    {
        var cells = _graph.Node("Range", [_graph.Number(0L), count, _graph.Number((long)options.Step)]);
        var offset = _graph.Add(_graph.Cast(cells, DataType.Float), options.Offset);
        return _graph.Add(_graph.Multiply(offset, _graph.Cast(stride, DataType.Float)), origin);
    }

    private GraphValue Constant(ReadOnlySpan<Box> boxes, string name) =>
        _graph.Constant(System.Runtime.InteropServices.MemoryMarshal.Cast<Box, float>(boxes), [boxes.Length, 4], name);
}
