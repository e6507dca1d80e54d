using Gannet.Detection.Layers;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>MobileNet's block: 1×1 expansion, depthwise convolution, squeeze-and-excitation, 1×1 projection.</summary>
internal sealed class InvertedResidual : Module
{
    private readonly ConvNormActivation? _expand;
    private readonly ConvNormActivation _filter, _project;
    private readonly SqueezeExcitation? _weigh;
    private readonly bool _addsInput;

    public InvertedResidual(int inputs, int kernel, int expanded, int outputs, bool squeeze, Activation activation, int stride, NormOptions norm)
    {
        _addsInput = stride == 1 && inputs == outputs;
        var n = 0;
        if (expanded != inputs) _expand = Add($"block.{n++}", new ConvNormActivation(inputs, expanded, 1, 1, 1, norm, activation));
        _filter = Add($"block.{n++}", new ConvNormActivation(expanded, expanded, kernel, stride, groups: expanded, norm, activation));
        if (squeeze) _weigh = Add($"block.{n++}", new SqueezeExcitation(expanded));
        _project = Add($"block.{n}", new ConvNormActivation(expanded, outputs, 1, 1, 1, norm, Activation.None));
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        var y = _filter.Forward(_expand?.Forward(x) ?? x);
        if (_weigh is { } weigh) y = weigh.Forward(y);
        return scope.Keep(_project.Forward(y, addend: _addsInput ? x : null));
    }
}

/// <summary>Scales each channel by a weight computed from the whole map.</summary>
internal sealed class SqueezeExcitation : Module
{
    private readonly Conv2d _squeeze, _excite;

    public SqueezeExcitation(int channels)
    {
        var squeezed = MultipleOfEight(channels / 4);
        _squeeze = Add("fc1", new Conv2d(channels, squeezed, kernel: 1));
        _excite = Add("fc2", new Conv2d(squeezed, channels, kernel: 1));
        foreach (var conv in (Conv2d[])[_squeeze, _excite])
        {
            Initialization.HeNormalFanOut(conv.Weight);
            Initialization.Zero(conv.Bias);
        }
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        var squeezed = new NormalizedConv(_squeeze, norm: null).Forward(x.AdaptiveAvgPool2d([1, 1]), Activation.Relu);
        var weights = _excite.Forward(squeezed).Hardsigmoid();
        return scope.Keep(x * weights);
    }

    // The paper's rule: the nearest multiple of 8, but at least 90 % of the value.
    private static int MultipleOfEight(int value)
    {
        var rounded = Math.Max(8, (value + 4) / 8 * 8);
        return rounded < 0.9 * value ? rounded + 8 : rounded;
    }
}
