using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>A residual network (He et al. 2015), with the stride of a bottleneck on its 3×3 convolution as torchvision has it.</summary>
internal sealed class ResNet : Backbone
{
    private readonly Conv2d _conv;
    private readonly Norm _norm;
    private readonly ResNetStage[] _stages;

    public ResNet(ResNetLayout layout, NormOptions norm)
    {
        _conv = Add("conv1", new Conv2d(3, 64, kernel: 7, stride: 2, bias: false));
        Initialization.HeNormalFanOut(_conv.Weight);
        _norm = Add("bn1", norm.Create(64));
        _stages = new ResNetStage[4];
        for (var (k, inputs, width) = (0, 64, 64); k < 4; k++, width *= 2)
        {
            _stages[k] = Add($"layer{k + 1}", new ResNetStage(layout, inputs, width, layout.Blocks[k], stride: k == 0 ? 1 : 2, norm));
            inputs = _stages[k].Outputs;
        }
    }

    public override IReadOnlyList<int> Channels => [.. _stages.Select(static s => s.Outputs)];

    public override IReadOnlyList<int> Strides => [4, 8, 16, 32];

    // The stem and four stages.
    public override int Stages => 5;

    public override Tensor[] Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        x = new NormalizedConv(_conv, _norm).Forward(x).ReluInPlace().MaxPool2d([3, 3], [2, 2], [1, 1]);
        var maps = new Tensor[_stages.Length];
        for (var k = 0; k < maps.Length; k++) maps[k] = x = scope.Keep(_stages[k].Forward(x));
        return maps;
    }

    protected override IEnumerable<Module> FrozenParts(int frozenStages) =>
        frozenStages == 0 ? [] : [_conv, _norm, .. _stages.Take(frozenStages - 1)];
}
