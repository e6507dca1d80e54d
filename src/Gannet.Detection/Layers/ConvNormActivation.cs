using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Layers;

/// <summary>A convolution (named 0), its norm (named 1) and an activation.</summary>
internal sealed class ConvNormActivation : Module
{
    private readonly NormalizedConv _conv;
    private readonly Activation _activation;

    public ConvNormActivation(int inputs, int outputs, int kernel, int stride, int groups, NormOptions? norm, Activation activation)
    {
        _activation = activation;
        Conv = Add("0", new Conv2d(inputs, outputs, kernel, stride, groups: groups, bias: norm is null));
        Initialization.HeNormalFanOut(Conv.Weight);
        Initialization.Zero(Conv.Bias);
        _conv = new(Conv, norm is null ? null : Add("1", norm.Create(outputs)));
    }

    public Conv2d Conv { get; }

    public Tensor Forward(Tensor x, Tensor? addend = null) => _conv.Forward(x, _activation, addend);
}
