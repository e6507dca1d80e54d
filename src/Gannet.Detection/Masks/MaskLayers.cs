using System.Globalization;
using Gannet.Detection.Layers;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Masks;

/// <summary>The 3×3 convolutions with ReLU between pooled features and mask maps.</summary>
internal sealed class MaskLayers : Module
{
    private readonly ConvNormActivation[] _convs;

    public MaskLayers(int channels, MaskOptions options) => _convs = [.. Enumerable.Range(0, options.Convolutions).Select(k => Add(
        k.ToString(CultureInfo.InvariantCulture),
        new ConvNormActivation(k == 0 ? channels : options.Channels, options.Channels, kernel: 3, stride: 1, groups: 1, norm: null, Activation.Relu)))];

    public Tensor Forward(Tensor pooled)
    {
        using var scope = TensorScope.Enter();
        foreach (var conv in _convs) pooled = conv.Forward(pooled);
        return scope.Keep(pooled);
    }
}
