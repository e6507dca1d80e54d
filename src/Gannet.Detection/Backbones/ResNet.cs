using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>A residual network (He et al. 2015), with a bottleneck's stride on its 3×3 convolution, as in torchvision.</summary>
internal sealed class ResNet : Backbone
{
    private static readonly string[] s_stages = ["conv1", "layer1", "layer2", "layer3", "layer4"];

    private readonly Conv2d _conv;
    private readonly Norm _norm;

    public ResNet(ResNetLayout layout, BackboneOptions options) : base(s_stages, options.OutputsOr(s_stages[1..]))
    {
        _conv = Add("conv1", new Conv2d(3, 64, kernel: 7, stride: 2, bias: false));
        Initialization.HeNormalFanOut(_conv.Weight);
        _norm = Add("bn1", options.Norm.Create(64));
        AddStage(new(s_stages[0], Level: 1, 64, Stride: 4, Stem, _conv, _norm));
        for (var (k, inputs, width, reached) = (0, 64, 64, 4); k < StageNames.Count - 1; k++, width *= 2)
        {
            var (name, isDilated) = (s_stages[k + 1], options.Dilated && k == 3);
            var stride = k == 0 || isDilated ? 1 : 2;
            var stage = Add(name, new ResNetStage(layout, inputs, width, layout.Blocks[k], stride, isDilated ? 2 : 1, options.Norm));
            AddStage(new(name, k + 2, stage.Outputs, reached *= stride, stage.Forward, stage));
            inputs = stage.Outputs;
        }
    }

    private Tensor Stem(Tensor x)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(new NormalizedConv(_conv, _norm).Forward(x, Activation.Relu).MaxPool2d([3, 3], [2, 2], [1, 1]));
    }
}

/// <summary>The depth of a residual network.</summary>
/// <param name="Blocks">Blocks in each of the four stages.</param>
/// <param name="IsBottleneck">Whether a block is 1×1, 3×3, 1×1 with four times the channels at its output, instead of two 3×3.</param>
internal sealed record ResNetLayout(int[] Blocks, bool IsBottleneck)
{
    public static ResNetLayout ResNet18 { get; } = new([2, 2, 2, 2], false);

    public static ResNetLayout ResNet34 { get; } = new([3, 4, 6, 3], false);

    public static ResNetLayout ResNet50 { get; } = new([3, 4, 6, 3], true);

    public static ResNetLayout ResNet101 { get; } = new([3, 4, 23, 3], true);
}
