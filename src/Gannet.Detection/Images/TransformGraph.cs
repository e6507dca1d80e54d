using Gannet.Detection.Export;
using Gannet.Runtime.Format;
using Gannet.Torch;
using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Detection.Images;

/// <summary>The images of an exported graph, and their placement in the network's input. All have one size.</summary>
/// <param name="Input">The network's input, <c>[N, 3, InputHeight, InputWidth]</c>.</param>
/// <param name="Height">Height of the images in pixels: a scalar integer.</param>
/// <param name="Width">Their width.</param>
/// <param name="InputHeight">Height of the input in pixels: a scalar integer.</param>
/// <param name="InputWidth">Its width.</param>
/// <param name="ScaledHeight">Height of the scaled image: a scalar float.</param>
/// <param name="ScaledWidth">Its width.</param>
/// <param name="Left">Input columns left of the image: a scalar float.</param>
/// <param name="Top">Input rows above it.</param>
/// <param name="Window">The part of the input that holds the image, x1, y1, x2, y2: scalar floats.</param>
internal sealed record PlacedImages(
    TracedValue Input, GraphValue Height, GraphValue Width, GraphValue InputHeight, GraphValue InputWidth,
    GraphValue ScaledHeight, GraphValue ScaledWidth, GraphValue Left, GraphValue Top, GraphValue[] Window);

/// <summary>Writes <see cref="ImageTransform"/> as a graph.</summary>
internal sealed class TransformGraph(ImageTransform transform, DetectorGraph detector)
{
    private readonly TransformOptions _options = transform.Options;
    private readonly GraphBuilder _graph = detector.Graph;

    /// <summary>Adds the transform.</summary>
    /// <param name="images"><c>[N, 3, H, W]</c>, RGB in [0, 1].</param>
    /// <param name="leastSide">Shortest side that the backbone accepts.</param>
    public PlacedImages Add(GraphValue images, int leastSide)
    {
        _graph.Section("transform");
        var placed = detector.Options.Fixed is { } size ? Fixed(transform.Place(size)) : Dynamic(images);
        var x = _graph.Divide(_graph.Subtract(images, Colours(_options.Mean)), Colours(_options.Std));
        var (height, width) = (Whole(placed.ScaledHeight), Whole(placed.ScaledWidth));
        if (_options.Mode != ResizeMode.None)
        {
            x = _graph.Node("Resize", [x, GraphValue.None, GraphValue.None, _graph.Concat(0, _graph.Shape(x, 0, 2), List(height), List(width))],
                ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel"));
        }

        var (left, top) = (Whole(placed.Left), Whole(placed.Top));
        var none = _graph.Integers(0, 0);
        var pads = _graph.Concat(0, none, List(top), List(left), none,
            List(_graph.Subtract(placed.InputHeight, _graph.Add(top, height))), List(_graph.Subtract(placed.InputWidth, _graph.Add(left, width))));
        return placed with { Input = new(_graph.Node("Pad", [x, pads]), Samples(leastSide)) };
    }

    private PlacedImages Fixed(ImagePlacement at)
    {
        var size = transform.InputSize([at]);
        return new(null!, _graph.Number((long)at.Original.Height), _graph.Number((long)at.Original.Width), _graph.Number((long)size.Height), _graph.Number((long)size.Width),
            _graph.Number((float)at.Scaled.Height), _graph.Number((float)at.Scaled.Width), _graph.Number((float)at.Left), _graph.Number((float)at.Top),
            [_graph.Number(at.Window.X1), _graph.Number(at.Window.Y1), _graph.Number(at.Window.X2), _graph.Number(at.Window.Y2)]);
    }

    private PlacedImages Dynamic(GraphValue images)
    {
        var (height, width) = (_graph.Length(images, 2), _graph.Length(images, 3));
        var (scaledHeight, scaledWidth) = Scale(height, width);
        var (y, x) = (Axis(scaledHeight), Axis(scaledWidth));
        return new(null!, height, width, y.Input, x.Input, scaledHeight, scaledWidth, x.Before, y.Before, [x.Start, y.Start, x.End, y.End]);
    }

    // ImageTransform.Scale, in the same precision at every step: it decides between 799 and 800 rows.
    private (GraphValue Height, GraphValue Width) Scale(GraphValue height, GraphValue width)
    {
        var (rows, columns) = (_graph.Cast(height, DataType.Double), _graph.Cast(width, DataType.Double));
        var (shorter, longer) = (_graph.Least(rows, columns), _graph.Greatest(rows, columns));
        var (least, most) = (_graph.Number((double)_options.MinSize), _graph.Number((double)_options.MaxSize));
        var one = _graph.Number(1.0);
        GraphValue scale;
        switch (_options.Mode)
        {
            case ResizeMode.None:
                return (_graph.Cast(height, DataType.Float), _graph.Cast(width, DataType.Float));
            case ResizeMode.Crop:
                scale = _graph.Divide(least, shorter);
                break;
            case ResizeMode.Square:
                var enlarged = _graph.Greatest(one, _graph.Divide(least, shorter));
                var isTooLong = _graph.Above(_graph.Node("Round", [_graph.Multiply(longer, enlarged)]), most);
                scale = _graph.Where(isTooLong, _graph.Divide(most, longer), enlarged);
                break;
            default:
                scale = _options.DoubleScale
                    ? _graph.Least(_graph.Divide(least, shorter), _graph.Divide(most, longer))
                    : _graph.Cast(_graph.Least(Ratio(shorter, _options.MinSize), Ratio(longer, _options.MaxSize)), DataType.Double);
                break;
        }

        var rounding = _options.Mode == ResizeMode.Fit ? "Floor" : "Round";
        return (Side(rows), Side(columns));

        GraphValue Side(GraphValue length) => _graph.Cast(_graph.Greatest(one, _graph.Node(rounding, [_graph.Multiply(length, scale)])), DataType.Float);
    }

    // ONNX Runtime turns a division of 1 and a product into one division, which may round to the next size.
    private GraphValue Ratio(GraphValue side, int wanted) =>
        _graph.Multiply(_graph.Node("Reciprocal", [_graph.Cast(side, DataType.Float)]), (float)wanted);

    // Where the scaled image lies along one axis of the input. Everything is a scalar; all but the input's length are floats.
    private (GraphValue Before, GraphValue Start, GraphValue End, GraphValue Input) Axis(GraphValue scaled)
    {
        var zero = _graph.Number(0f);
        switch (_options.Mode)
        {
            case ResizeMode.Square:
                var before = HalfDown(_graph.Subtract(_graph.Number((float)_options.MaxSize), scaled));
                return (before, before, _graph.Add(before, scaled), _graph.Number((long)_options.MaxSize));
            case ResizeMode.Crop:
                var divisor = _graph.Number((float)_options.SizeDivisor);
                var cut = _graph.Greatest(divisor, _graph.Multiply(_graph.Node("Floor", [_graph.Divide(scaled, divisor)]), divisor));
                var shift = HalfDown(_graph.Subtract(cut, scaled));
                var end = _graph.Least(cut, _graph.Add(shift, scaled));
                return (shift, _graph.Greatest(zero, shift), end, RoundUp(end));
            default:
                return (zero, zero, scaled, RoundUp(scaled));
        }
    }

    private GraphValue HalfDown(GraphValue length) => _graph.Node("Floor", [_graph.Divide(length, 2f)]);

    private GraphValue RoundUp(GraphValue length)
    {
        var divisor = _graph.Number((float)_options.SizeDivisor);
        return Whole(_graph.Multiply(_graph.Node("Ceil", [_graph.Divide(length, divisor)]), divisor));
    }

    private GraphValue Colours(float[] values) => _graph.Constant<float>(values, [1, 3, 1, 1]);

    private GraphValue Whole(GraphValue number) => _graph.Cast(number, DataType.Int64);

    private GraphValue List(GraphValue scalar) => _graph.Reshape(scalar, 1);

    // Inputs of several sizes, with maps of odd and even lengths where the divisor allows both.
    private Tensor[] Samples(int leastSide)
    {
        var images = detector.Options.Batch ? detector.IsFixed ? detector.Options.BatchSize : 2 : 1;
        if (detector.Options.Fixed is { } size)
        {
            var input = transform.InputSize([transform.Place(size)]);
            return [Sample(images, input.Height, input.Width)];
        }

        if (_options.Mode == ResizeMode.Square)
            return [.. Enumerable.Range(images, detector.Options.Batch ? 2 : 1).Select(n => Sample(n, _options.MaxSize, _options.MaxSize))];
        var unit = Math.Max(64, (leastSide + 2) / 3);
        (int Height, int Width)[] sizes = [(4 * unit, 5 * unit), (6 * unit, 7 * unit), (3 * unit + 1, 9 * unit / 2 + 1)];
        return [.. sizes.Select((s, k) => Sample(detector.Options.Batch ? images + k : 1, transform.RoundUp(s.Height), transform.RoundUp(s.Width)))];
    }

    private static Tensor Sample(int images, int height, int width) =>
        Tensor.Empty([images, 3, height, width], memoryFormat: MemoryFormat.ChannelsLast).UniformInPlace(-2, 2);
}
