using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>Halves the channels with a 1×1 convolution and the resolution by averaging.</summary>
internal sealed class DenseTransition : Module
{
    private readonly Norm _norm;
    private readonly Conv2d _conv;

    public DenseTransition(int inputs, NormOptions norm)
    {
        _norm = Add("norm", norm.Create(inputs));
        _conv = Add("conv", new Conv2d(inputs, inputs / 2, kernel: 1, bias: false));
        Initialization.HeNormalFanIn(_conv.Weight);
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(_conv.Forward(_norm.Forward(x, Activation.Relu)).AvgPool2d([2, 2], [2, 2]));
    }
}
