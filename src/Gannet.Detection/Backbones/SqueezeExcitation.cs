using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

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
