// Shapes: N images, C channels in, K channels out, G groups, H × W cells.
using Gannet.Kernels.Convolution;
using Gannet.Kernels.Simd;
using Gannet.Runtime.Operators.Elementwise;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Convolution;

/// <summary>A convolution of channels-last maps with any steps, padding and groups, by kernels that know only the usual ones.</summary>
/// <remarks>
/// What the kernels do not know is reduced to what they do: uneven padding is added to the map beforehand, uneven steps compute rows or
/// columns that are then left out, uneven dilation writes zeros between weights, and each group becomes a convolution of its own.
/// </remarks>
internal sealed class MapConvolution
{
    // With fewer, Winograd's transformed weights, four times as many, cost more to read than they save in products.
    private const int LeastTiles = 12, LeastTilesOfLargeWeights = 24, LargeWeights = 1 << 20, TileSide = 4;

    private readonly SlidingWindow _window;
    private readonly ConvolutionShape _shape; // of one group
    private readonly int _parts, _inputs, _outputs, _skipY, _skipX;
    private readonly bool _padsItself;
    private readonly float[] _bias;
    private readonly Lock _packing = new();
    private Tensor? _weights; // as long as another layout may be needed
    private PackedConvolution[]? _groups;
    private bool _allowsWinograd;

    /// <param name="window">Two spatial axes.</param>
    /// <param name="groups">G.</param>
    /// <param name="weights"><c>[K, C / G, rows, columns]</c>.</param>
    /// <param name="bias"><c>[K]</c>, or empty.</param>
    /// <exception cref="InvalidDataException">The channels are not whole groups, or the weights become too large.</exception>
    public MapConvolution(SlidingWindow window, int groups, Tensor weights, ReadOnlySpan<float> bias)
    {
        _window = window;
        if (groups < 1 || weights.Shape[0] % groups != 0) throw new InvalidDataException($"{weights.Shape[0]} channels are not {groups} groups");
        (_inputs, _outputs) = (checked(weights.Shape[1] * groups), weights.Shape[0]);
        var stride = (int)System.Numerics.BigInteger.GreatestCommonDivisor(window.Stride(0), window.Stride(1));
        (_skipY, _skipX) = (window.Stride(0) / stride, window.Stride(1) / stride);
        var (top, bottom) = window.Padding(0, 1);
        var (left, right) = window.Padding(1, 1);
        _padsItself = !window.IsSame && top == bottom && left == right;
        var isDepthwise = groups > 1 && weights.Shape[1] == 1 && _outputs == groups;
        var isEven = window.Dilation(0) == window.Dilation(1);
        var (rows, columns) = isEven
            ? (window.Kernel(0), window.Kernel(1))
            : ((window.Kernel(0) - 1) * window.Dilation(0) + 1, (window.Kernel(1) - 1) * window.Dilation(1) + 1);
        _parts = isDepthwise ? 1 : groups;
        _shape = new(_inputs / _parts, _outputs / _parts, rows, columns)
        {
            Stride = stride,
            Dilation = isEven ? window.Dilation(0) : 1,
            PaddingY = _padsItself ? top : 0,
            PaddingX = _padsItself ? left : 0,
            IsDepthwise = isDepthwise,
        };
        _bias = bias.ToArray();
        _weights = isEven ? weights : Spread(weights, window, rows, columns);
        if (!PackedConvolution.IsWinograd(_shape)) Pack(0);
    }

    /// <summary>Convolves a map; the caller owns the result.</summary>
    /// <param name="node">Where memory comes from.</param>
    /// <param name="map">Channels-last <c>[N, C, H, W]</c>.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="addendInput">The node's input that is added before, a tensor of the result's shape; null for none. The result may be written over it.</param>
    public Tensor Run(NodeRun node, Tensor map, OutputActivation activation, int? addendInput = null)
    {
        if (map.Shape[1] != _inputs) throw new InvalidDataException($"the input {map} should have {_inputs} channels");
        var shape = _window.OutputShape(map.Shape, _outputs);
        TensorShape.Bytes(OnnxElementType.Float, shape);
        var padded = _padsItself ? map.View(map.Shape, map.Layout) : Pad(node, map);
        var isWhole = _skipY == 1 && _skipX == 1;
        int[] denseShape = isWhole ? shape : [shape[0], _outputs, _shape.OutputHeight(padded.Shape[2]), _shape.OutputWidth(padded.Shape[3])];
        var groups = Pack((long)shape[0] * ((denseShape[2] + TileSide - 1) / TileSide) * ((denseShape[3] + TileSide - 1) / TileSide));
        var addend = addendInput is { } input ? node.ChannelsLast(input) : null;
        if (groups is [var only] && isWhole)
        {
            var sums = addendInput is { } over
                ? node.RentOver(over, OnnxElementType.Float, shape, MapLayout.ChannelsLast)
                : node.Rent(OnnxElementType.Float, shape, MapLayout.ChannelsLast);
            Run(only, padded, sums, addend, activation);
            padded.Release();
            return sums;
        }

        var result = node.Rent(OnnxElementType.Float, denseShape, MapLayout.ChannelsLast);
        if (groups.Length == 1) Run(groups[0], padded, result, null, OutputActivation.None);
        else RunGroups(node, groups, padded, result);
        padded.Release();
        if (!isWhole) result = Thin(node, result, shape);
        if (addend is not null) BinaryLoop<Addition>.Run(result, addend, result);
        Activate(result, activation);
        return result;
    }

    /// <summary>Whether a tensor has the shape of the result for a map.</summary>
    public bool HasOutputShape(Tensor tensor, Tensor map) => tensor.Shape.AsSpan().SequenceEqual(_window.OutputShape(map.Shape, _outputs));

    /// <summary>Applies what a kernel would have applied.</summary>
    public static void Activate(Tensor map, OutputActivation activation)
    {
        if (activation == OutputActivation.Relu) new FloatOperator<Relu>(default).Apply(map, map);
        else if (activation == OutputActivation.HardSwish) new FloatOperator<HardSwish>(default).Apply(map, map);
    }

    private static void Run(PackedConvolution packed, Tensor map, Tensor result, Tensor? addend, OutputActivation activation)
    {
        if (result.Count == 0) return;
        packed.Run(map.Elements<float>(), map.Shape[0], map.Shape[2], map.Shape[3], result.Elements<float>(),
            addend is null ? default : addend.Elements<float>(), activation);
    }

    // Each group's channels are copied to a map of their own and its results back between those of others.
    private void RunGroups(NodeRun node, PackedConvolution[] groups, Tensor map, Tensor result)
    {
        var (inputs, outputs) = (_shape.Inputs, _shape.Outputs);
        var part = node.Rent(OnnxElementType.Float, [map.Shape[0], inputs, map.Shape[2], map.Shape[3]], MapLayout.ChannelsLast);
        var sums = node.Rent(OnnxElementType.Float, [result.Shape[0], outputs, result.Shape[2], result.Shape[3]], MapLayout.ChannelsLast);
        for (var g = 0; g < groups.Length; g++)
        {
            StridedCopy.Fill(map, (long)g * inputs, [part.Count / inputs, inputs], [_inputs, 1], part);
            Run(groups[g], part, sums, null, OutputActivation.None);
            StridedCopy.Spread(sums, [sums.Count / outputs, outputs], result, (long)g * outputs, [_outputs, 1]);
        }

        part.Release();
        sums.Release();
    }

    private Tensor Pad(NodeRun node, Tensor map)
    {
        var (top, bottom) = _window.Padding(0, map.Shape[2]);
        var (left, right) = _window.Padding(1, map.Shape[3]);
        var padded = node.Rent(OnnxElementType.Float, [map.Shape[0], _inputs, checked(map.Shape[2] + top + bottom), checked(map.Shape[3] + left + right)], MapLayout.ChannelsLast);
        padded.Bytes.Clear();
        var row = (long)padded.Shape[3] * _inputs;
        StridedCopy.Spread(map, [map.Shape[0], map.Shape[2], map.Shape[3] * _inputs], padded, top * row + (long)left * _inputs, [padded.Shape[2] * row, row, 1]);
        return padded;
    }

    // Keeps every skipY-th row and every skipX-th column.
    private Tensor Thin(NodeRun node, Tensor dense, int[] shape)
    {
        var result = node.Rent(OnnxElementType.Float, shape, MapLayout.ChannelsLast);
        var row = (long)dense.Shape[3] * _outputs;
        StridedCopy.Fill(dense, 0, [shape[0], shape[2], shape[3], _outputs], [dense.Shape[2] * row, _skipY * row, (long)_skipX * _outputs, 1], result);
        dense.Release();
        return result;
    }

    // Laid out for the size of the maps, which the file may not tell; once more if they turn out to be larger.
    private PackedConvolution[] Pack(long tiles)
    {
        var wantsWinograd = tiles >= ((long)_inputs * _outputs / _parts * 9 > LargeWeights ? LeastTilesOfLargeWeights : LeastTiles);
        lock (_packing)
        {
            if (_groups is not null && (_weights is null || _allowsWinograd || !wantsWinograd)) return _groups;
            var length = _weights!.Count / _parts;
            _groups = new PackedConvolution[_parts];
            for (var g = 0; g < _parts; g++)
            {
                var bias = _bias.Length == 0 ? default : _bias.AsSpan(g * _shape.Outputs, _shape.Outputs);
                _groups[g] = PackedConvolution.Create(_shape, _weights.Elements<float>().Slice(g * length, length), bias, KernelPlan.Best, wantsWinograd);
            }

            _allowsWinograd = wantsWinograd;
            if (wantsWinograd || !PackedConvolution.IsWinograd(_shape)) _weights = null;
            return _groups;
        }
    }

    private static Tensor Spread(Tensor weights, SlidingWindow window, int rows, int columns)
    {
        var spread = Tensor.Unpooled(OnnxElementType.Float, [weights.Shape[0], weights.Shape[1], rows, columns]);
        StridedCopy.Spread(weights, [weights.Shape[0] * weights.Shape[1], window.Kernel(0), window.Kernel(1)], spread, 0,
            [(long)rows * columns, (long)window.Dilation(0) * columns, window.Dilation(1)]);
        return spread;
    }
}
