using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>Adds to the input the concatenated branches, projected to the input's channels and scaled down.</summary>
/// <remarks>The paper found that without scaling, deep networks of this kind die early in training.</remarks>
internal sealed class InceptionResidual : Module
{
    private readonly InceptionBranch[] _branches;
    private readonly Conv2d _project;
    private readonly double _scale;
    private readonly bool _hasRelu;

    public InceptionResidual(int channels, NormOptions norm, InceptionConv[][] branches, double scale, bool hasRelu = true)
    {
        (_scale, _hasRelu) = (scale, hasRelu);
        _branches = [.. branches.Select((b, k) => Add($"branch{k}", new InceptionBranch(channels, norm, b)))];
        _project = Add("conv2d", new Conv2d(_branches.Sum(static b => b.Outputs), channels, kernel: 1));
        Initialization.HeNormalFanIn(_project.Weight);
        Initialization.Zero(_project.Bias);
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        var mixed = Tensor.Cat([.. _branches.Select(b => b.Forward(x))], dim: 1);
        var y = _project.Forward(mixed).MulInPlace(_scale).AddInPlace(x);
        return scope.Keep(_hasRelu ? y.ReluInPlace() : y);
    }
}
