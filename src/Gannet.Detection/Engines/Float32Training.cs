using Gannet.Kernels.Convolution;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>Runs the layers in fp32 training: convolutions of 3×3 and 1×1, linear layers and trainable norms by our own kernels, all others by libtorch.</summary>
internal sealed class Float32Training(ConvolutionTraining kernels) : LayerEngine
{
    public Float32Training() : this(new ConvolutionTraining())
    {
    }

    public override Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(conv);
        ArgumentNullException.ThrowIfNull(x);
        using var scope = TensorScope.Enter();
        // A norm that learns needs the convolution's own result.
        if (new NormalizedConv(conv, norm).Fold() is not var (weight, bias)) return null;
        return LayerFunction.Convolve(kernels, conv, weight, bias, x, addend, activation) is { } y ? scope.Keep(y) : null;
    }

    public override Tensor? Map(Linear linear, Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(x);
        using var scope = TensorScope.Enter();
        return LayerFunction.Map(kernels, linear, x.Rank > 2 ? x.Flatten(1) : x, activation) is { } y ? scope.Keep(y) : null;
    }

    public override Tensor? Normalize(BatchNorm norm, Tensor x, Tensor? addend, Activation activation) =>
        BatchNormFunction.Apply(norm, x, addend, activation);
}
