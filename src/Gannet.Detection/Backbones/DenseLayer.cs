using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>Norm, ReLU, 1×1 convolution to four times the growth, then norm, ReLU, 3×3 convolution to the growth.</summary>
/// <remarks>The first norm comes before a ReLU and cannot be folded; the second follows a convolution and can.</remarks>
internal sealed class DenseLayer : Module
{
    private const int BottleneckFactor = 4;

    private readonly Norm _norm;
    private readonly NormalizedConv _narrow;
    private readonly Conv2d _conv;

    public DenseLayer(int inputs, int growth, NormOptions norm)
    {
        var width = BottleneckFactor * growth;
        _norm = Add("norm1", norm.Create(inputs));
        var narrow = Add("conv1", new Conv2d(inputs, width, kernel: 1, bias: false));
        _narrow = new(narrow, Add("norm2", norm.Create(width)));
        _conv = Add("conv2", new Conv2d(width, growth, kernel: 3, bias: false));
        Initialization.HeNormalFanIn(narrow.Weight);
        Initialization.HeNormalFanIn(_conv.Weight);
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(_conv.Forward(_narrow.Forward(_norm.Forward(x, Activation.Relu), Activation.Relu)));
    }
}
