using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Layers;

/// <summary>A convolution (named 0), its norm (named 1) and an activation.</summary>
public sealed class ConvNormActivation : Module
{
    private readonly NormalizedConv _conv;
    private readonly Activation _activation;

    /// <summary>Creates the layers with He's initial weights and "same" padding.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Rows and columns of the filter.</param>
    /// <param name="stride">Input cells per output cell.</param>
    /// <param name="groups">Number of channel groups; as many as channels for a depthwise convolution.</param>
    /// <param name="norm">The norm; null to use a bias instead.</param>
    /// <param name="activation">The activation, applied last.</param>
    public ConvNormActivation(int inputs, int outputs, int kernel, int stride, int groups, NormOptions? norm, Activation activation)
    {
        _activation = activation;
        Conv = Add("0", new Conv2d(inputs, outputs, kernel, stride, groups: groups, bias: norm is null));
        Initialization.HeNormalFanOut(Conv.Weight);
        Initialization.Zero(Conv.Bias);
        _conv = new(Conv, norm is null ? null : Add("1", norm.Create(outputs)));
    }

    /// <summary>The convolution.</summary>
    public Conv2d Conv { get; }

    /// <summary>Convolves, normalises, adds <paramref name="addend"/> and activates.</summary>
    /// <param name="x"><c>[N, inputs, H, W]</c>.</param>
    /// <param name="addend">A map of the result's shape; null for none.</param>
    public Tensor Forward(Tensor x, Tensor? addend = null) => _conv.Forward(x, _activation, addend);
}
