// Shapes: N images, C channels, H × W cells in, P × Q points out.
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Resampling;

/// <summary>Samples maps at points of a grid that is an input: (x, y) from −1 to 1 across the map.</summary>
internal sealed unsafe class GridSample : IOperator
{
    private const float CubicCoefficient = -0.75f;

    private readonly string _mode, _padding;
    private readonly bool _alignsCorners;

    public GridSample(NodeDefinition definition)
    {
        _mode = definition.Attributes.Text("mode", "bilinear") switch { "linear" => "bilinear", "cubic" => "bicubic", var mode => mode };
        _padding = definition.Attributes.Text("padding_mode", "zeros");
        _alignsCorners = definition.Attributes.Flag("align_corners");
        if (_mode is not ("bilinear" or "nearest" or "bicubic")) throw new InvalidDataException($"the mode '{_mode}' is unknown");
        if (_padding is not ("zeros" or "border" or "reflection")) throw new InvalidDataException($"the padding '{_padding}' is unknown");
    }

    public void Run(NodeRun node)
    {
        var (x, grid) = (node.RowMajor(0), node.RowMajor(1));
        if (x.Shape is not [var images, var channels, var height, var width] || grid.Shape is not [var gridImages, var rows, var columns, 2] || gridImages != images)
            throw new InvalidDataException($"the grid {grid} does not fit {x}");
        var y = node.Rent(OnnxElementType.Float, [images, channels, rows, columns]);
        if (x.Type != OnnxElementType.Float || (y.Count > 0 && height * width == 0)) throw new InvalidDataException($"sampling {x} is not supported");
        var from = x.Address<float>();
        var points = grid.Address<float>();
        var to = y.Address<float>();
        NodeRun.Kernels.ForEach(y.Count == 0 ? 0 : images * rows, k =>
        {
            var (image, row) = Math.DivRem(k, rows);
            for (var column = 0; column < columns; column++)
            {
                var point = points + ((long)k * columns + column) * 2;
                var (px, py) = (Place(point[0], width), Place(point[1], height));
                for (var c = 0; c < channels; c++)
                {
                    var map = from + ((long)image * channels + c) * height * width;
                    to[(((long)image * channels + c) * rows + row) * columns + column] = Sample(map, height, width, py, px);
                }
            }
        });
        GC.KeepAlive(x);
        GC.KeepAlive(grid);
        node.Set(0, y);
    }

    // From −1 … 1 to cells; points beyond the map are moved inside if the padding says so.
    private float Place(float at, int length)
    {
        var cell = _alignsCorners ? (at + 1) / 2 * (length - 1) : ((at + 1) * length - 1) / 2;
        return _padding switch
        {
            "border" when _mode != "bicubic" => Math.Clamp(cell, 0, length - 1),
            "reflection" when _mode != "bicubic" => Reflect(cell, length),
            _ => cell,
        };
    }

    private float Reflect(float cell, int length)
    {
        var (low, high) = _alignsCorners ? (0f, length - 1f) : (-0.5f, length - 0.5f);
        var span = high - low;
        if (span == 0) return 0;
        var distance = Math.Abs(cell - low) % (2 * span);
        return Math.Clamp(low + Math.Min(distance, 2 * span - distance), 0, length - 1);
    }

    private float Sample(float* map, int height, int width, float y, float x)
    {
        if (!float.IsFinite(x) || !float.IsFinite(y)) return 0;
        if (_mode == "nearest") return At(map, height, width, (long)MathF.Round(y), (long)MathF.Round(x));
        var (top, left) = ((long)MathF.Floor(y), (long)MathF.Floor(x));
        var (down, right) = (y - top, x - left);
        if (_mode == "bilinear")
        {
            return (1 - down) * ((1 - right) * At(map, height, width, top, left) + right * At(map, height, width, top, left + 1))
                + down * ((1 - right) * At(map, height, width, top + 1, left) + right * At(map, height, width, top + 1, left + 1));
        }

        var sum = 0f;
        for (var r = -1; r <= 2; r++)
        {
            var line = 0f;
            for (var c = -1; c <= 2; c++) line += Cubic(c - right) * At(map, height, width, top + r, left + c);
            sum += Cubic(r - down) * line;
        }

        return sum;
    }

    private float At(float* map, int height, int width, long y, long x)
    {
        if (_padding != "zeros")
        {
            (y, x) = _padding == "border"
                ? (Math.Clamp(y, 0, height - 1), Math.Clamp(x, 0, width - 1))
                : ((long)MathF.Round(Reflect(y, height)), (long)MathF.Round(Reflect(x, width)));
        }

        return y >= 0 && y < height && x >= 0 && x < width ? map[y * width + x] : 0;
    }

    private static float Cubic(float d)
    {
        d = Math.Abs(d);
        return d <= 1
            ? ((CubicCoefficient + 2) * d - (CubicCoefficient + 3)) * d * d + 1
            : ((CubicCoefficient * d - 5 * CubicCoefficient) * d + 8 * CubicCoefficient) * d - 4 * CubicCoefficient;
    }
}
