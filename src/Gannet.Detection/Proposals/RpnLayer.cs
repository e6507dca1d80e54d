using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Proposals;

/// <summary>A 3×3 convolution of the first stage, plain or split into a depthwise and a pointwise convolution.</summary>
internal sealed class RpnLayer : Module
{
    private readonly bool _hasRelu;

    public RpnLayer(int inputs, int outputs, int step, bool isSeparable, bool hasRelu)
    {
        (_hasRelu, IsPlain) = (hasRelu, !isSeparable && step == 1);
        Convolutions = isSeparable
            ?
            [
                Add("depthwise", new Conv2d(inputs, inputs, kernel: 3, step, groups: inputs, bias: false)),
                Add("pointwise", new Conv2d(inputs, outputs, kernel: 1)),
            ]
            : [Add("", new Conv2d(inputs, outputs, kernel: 3, step))];
    }

    public IReadOnlyList<Conv2d> Convolutions { get; }

    /// <summary>Whether it is a single convolution with stride 1.</summary>
    public bool IsPlain { get; }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        for (var k = 0; k < Convolutions.Count - 1; k++) x = Convolutions[k].Forward(x);
        return scope.Keep(new NormalizedConv(Convolutions[^1], norm: null).Forward(x, _hasRelu ? Activation.Relu : Activation.None));
    }

    public Tensor Activate(Tensor x) => _hasRelu ? x.ReluInPlace() : x;
}
