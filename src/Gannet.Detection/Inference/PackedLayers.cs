// Shapes: N pictures, C channels in, K channels out, R regions, S bins a side.
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Vision.Convolution;

namespace Gannet.Detection.Inference;

/// <summary>Runs the layers of a detector that no longer learns with kernels of our own: norms folded, weights laid out once, one pass a layer.</summary>
/// <remarks>A layer is packed when it is first met. Weights that change later are not seen.</remarks>
internal sealed unsafe class PackedLayers : LayerEngine
{
    private readonly Dictionary<Module, PackedConvolution?> _packed = new(ReferenceEqualityComparer.Instance);

    public override Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(conv);
        ArgumentNullException.ThrowIfNull(x);
        if (!IsReadable(x) || addend is not null && !IsReadable(addend)) return null;
        if (!_packed.TryGetValue(conv, out var packed)) _packed[conv] = packed = Pack(conv, norm);
        return packed is null ? null : Run(packed, x, addend, activation);
    }

    public override Tensor? Map(Linear linear, Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(x);
        var input = x.Rank == 2 ? x.Reshape([x.Shape[0], x.Shape[1], 1, 1]) : x;
        if (!IsReadable(input)) return null;
        // Features [R, C, S, S] times a matrix over all of them are a convolution as large as the map: channels-last needs no flattening.
        if (!_packed.TryGetValue(linear, out var packed)) _packed[linear] = packed = Pack(linear, (int)input.Shape[1], (int)input.Shape[2], (int)input.Shape[3]);
        return packed is null ? null : Run(packed, input, addend: null, activation).Flatten(1);
    }

    private static bool IsReadable(Tensor x) => x is { ElementType: ElementType.Float, Device.IsCuda: false } && x.IsContiguous(MemoryFormat.ChannelsLast);

    private static Tensor Run(PackedConvolution packed, Tensor x, Tensor? addend, Activation activation)
    {
        var (images, height, width) = ((int)x.Shape[0], (int)x.Shape[2], (int)x.Shape[3]);
        var shape = packed.Shape;
        var output = Tensor.Empty([images, shape.Outputs, shape.OutputHeight(height), shape.OutputWidth(width)], memoryFormat: MemoryFormat.ChannelsLast);
        fixed (float* from = x.AsSpan<float>(), to = output.AsSpan<float>(), add = addend is null ? default : addend.AsSpan<float>())
            packed.Run(from, images, height, width, to, add, (OutputActivation)activation);
        return output;
    }

    private static PackedConvolution? Pack(Conv2d conv, Norm? norm)
    {
        var isDepthwise = conv.Groups > 1 && conv.Groups == conv.Inputs && conv.Inputs == conv.Outputs;
        if (conv.Groups > 1 && !isDepthwise) return null;
        using var scope = TensorScope.Enter();
        var (weight, bias) = (conv.Weight, conv.Bias);
        if (norm is not null)
        {
            if (norm.FixedAffine() is not { } affine) return null;
            weight *= affine.Scale.Reshape([-1, 1, 1, 1]);
            bias = bias is null ? affine.Shift : bias * affine.Scale + affine.Shift;
        }

        var (rows, columns) = ((int)conv.Weight.Shape[2], (int)conv.Weight.Shape[3]);
        var shape = new ConvolutionShape(conv.Inputs, conv.Outputs, rows, columns)
        {
            Stride = conv.Stride,
            PaddingY = conv.Padding.Y,
            PaddingX = conv.Padding.X,
            Dilation = conv.Dilation,
            IsDepthwise = isDepthwise,
        };
        return PackedConvolution.Create(shape, weight.ToArray<float>(), bias is null ? [] : bias.ToArray<float>());
    }

    private static PackedConvolution? Pack(Linear linear, int channels, int rows, int columns)
    {
        if (channels * rows * columns != linear.Inputs) return null;
        var shape = new ConvolutionShape(channels, linear.Outputs, rows, columns);
        return PackedConvolution.Create(shape, linear.Weight.ToArray<float>(), linear.Bias.ToArray<float>());
    }
}
