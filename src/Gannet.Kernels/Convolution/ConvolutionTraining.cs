// Shapes: N images, H × W cells in, C channels in, K channels out.
using System.Collections.Concurrent;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>Convolutions whose weights change at every step: forward, to the input and to the weights.</summary>
/// <remarks>
/// 3×3 convolutions of stride 1 use Winograd's transform in all three; 1×1 convolutions and fully connected layers are matrix products.
/// Maps are channels-last, weights <c>[K, rows, columns, C]</c>. Layers of the same shape share one place for weights in the kernels' order,
/// since weights are laid out anew in every pass. Several threads may use one instance.
/// </remarks>
internal sealed unsafe class ConvolutionTraining(KernelPlan plan)
{
    // VGG's first linear layer has three times as many: laid out anew, its weights and their gradient would take a gigabyte more.
    private const long MostWeights = 1 << 25;

    private readonly ConcurrentDictionary<ConvolutionShape, ConcurrentBag<PackedConvolution>> _idle = [];

    public ConvolutionTraining() : this(KernelPlan.Best)
    {
    }

    /// <summary>Whether it can train a layer of this shape.</summary>
    public static bool Trains(ConvolutionShape shape) => PackedConvolution.IsWinograd(shape)
        ? shape is { PaddingX: <= 2, PaddingY: <= 2 }
        : shape is { KernelHeight: 1, KernelWidth: 1, Stride: 1, PaddingX: 0, PaddingY: 0, IsDepthwise: false } && (long)shape.Inputs * shape.Outputs <= MostWeights;

    /// <summary>Convolves.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="weights"><c>[K, rows, columns, C]</c>.</param>
    /// <param name="bias"><c>[K]</c>, or empty.</param>
    /// <param name="input"><c>[N, H, W, C]</c>.</param>
    /// <param name="images">N.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="output"><c>[N, OutputHeight, OutputWidth, K]</c>.</param>
    /// <param name="addend">A map of the output's shape that is added before the activation, or null.</param>
    /// <param name="activation">Applied last.</param>
    public void Forward(
        ConvolutionShape shape, float* weights, ReadOnlySpan<float> bias, float* input, int images, int height, int width, float* output, float* addend, OutputActivation activation)
    {
        var packed = Rent(shape);
        packed.Load(weights, KernelLayout.ChannelsLast(shape), bias);
        packed.Run(input, images, height, width, output, addend, activation);
        Return(packed);
    }

    /// <summary>Computes the gradient of the input: a convolution with turned kernels.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="weights"><c>[K, rows, columns, C]</c>.</param>
    /// <param name="gradient">The gradient of the output before the activation, <c>[N, OutputHeight, OutputWidth, K]</c>.</param>
    /// <param name="images">N.</param>
    /// <param name="height">OutputHeight.</param>
    /// <param name="width">OutputWidth.</param>
    /// <param name="result"><c>[N, H, W, C]</c>.</param>
    public void InputGradient(ConvolutionShape shape, float* weights, float* gradient, int images, int height, int width, float* result)
    {
        var packed = Rent(new(shape.Outputs, shape.Inputs, shape.KernelHeight, shape.KernelWidth)
        {
            PaddingY = shape.KernelHeight - 1 - shape.PaddingY,
            PaddingX = shape.KernelWidth - 1 - shape.PaddingX,
        });
        var (layout, offset) = KernelLayout.ChannelsLast(shape).Turned(shape);
        packed.Load(weights + offset, layout, []);
        packed.Run(gradient, images, height, width, result, null, OutputActivation.None);
        Return(packed);
    }

    /// <summary>Computes the gradient of the weights.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="input"><c>[N, H, W, C]</c>.</param>
    /// <param name="gradient">The gradient of the output before the activation, <c>[N, OutputHeight, OutputWidth, K]</c>.</param>
    /// <param name="images">N.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="result"><c>[K, rows, columns, C]</c>.</param>
    public void WeightGradient(ConvolutionShape shape, float* input, float* gradient, int images, int height, int width, float* result)
    {
        switch (plan.VectorBits)
        {
            case 512:
                WeightGradient<Lanes16>(shape, input, gradient, images, height, width, result);
                break;
            case 256:
                WeightGradient<Lanes8>(shape, input, gradient, images, height, width, result);
                break;
            case 128:
                WeightGradient<Lanes4>(shape, input, gradient, images, height, width, result);
                break;
            default:
                WeightGradient<Lanes1>(shape, input, gradient, images, height, width, result);
                break;
        }
    }

    private void WeightGradient<TLanes>(ConvolutionShape shape, float* input, float* gradient, int images, int height, int width, float* result)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        if (shape.KernelWidth == 1)
        {
            MatrixWeightGradient<TLanes>.Run(gradient, shape.Outputs, input, shape.Inputs, images * height * width, result, plan);
            return;
        }

        var maps = new MapBatch<FloatElement>((FloatElement*)input, images, height, width, shape);
        WinogradWeightGradient<TLanes>.Run(shape, maps, (FloatElement*)gradient, result, plan);
    }

    private PackedConvolution Rent(ConvolutionShape shape) =>
        _idle.TryGetValue(shape, out var idle) && idle.TryTake(out var packed) ? packed : PackedConvolution.CreateEmpty(shape, plan);

    private void Return(PackedConvolution packed) => _idle.GetOrAdd(packed.Shape, static _ => []).Add(packed);
}
