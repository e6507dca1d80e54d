using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>A sequence of convolutions, each with norm and ReLU, optionally after a 3×3 average pooling.</summary>
/// <remarks>Names are those of the published PyTorch weights: a single convolution has no number; average pooling is number 0.</remarks>
internal sealed class InceptionBranch : Module
{
    private readonly NormalizedConv[] _convs;
    private readonly bool _averages;

    public InceptionBranch(int inputs, NormOptions norm, InceptionConv[] layers, bool averages = false)
    {
        _averages = averages;
        _convs = new NormalizedConv[layers.Length];
        for (var k = 0; k < layers.Length; k++)
        {
            var (layer, prefix) = (layers[k], layers.Length == 1 && !averages ? "" : $"{k + (averages ? 1 : 0)}.");
            var conv = Add($"{prefix}conv", new Conv2d(
                inputs, layer.Outputs, (layer.Height, layer.Width), layer.Stride, layer.IsPadded ? null : 0, bias: false));
            Initialization.HeNormalFanIn(conv.Weight);
            _convs[k] = new(conv, Add($"{prefix}bn", norm.Create(layer.Outputs)));
            inputs = layer.Outputs;
        }

        Outputs = inputs;
    }

    public int Outputs { get; }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        // Border cells average over their existing neighbours only.
        if (_averages) x = x.AvgPool2d([3, 3], [1, 1], [1, 1], countIncludePad: false);
        foreach (var conv in _convs) x = conv.Forward(x, Activation.Relu);
        return scope.Keep(x);
    }
}
