using System.Globalization;
using System.Numerics;
using Gannet.Detection.Layers;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>MobileNetV3-Large (Howard et al. 2019); by default returns stage5 and the final 1×1 layer, both of stride 32.</summary>
internal sealed class MobileNetV3 : Backbone
{
    // The paper's table: kernel, expanded channels, outputs, squeeze-and-excitation, hard-swish, stride.
    private static readonly (int Kernel, int Expanded, int Outputs, bool Squeeze, bool HardSwish, int Stride)[] s_blocks =
    [
        (3, 16, 16, false, false, 1),
        (3, 64, 24, false, false, 2),
        (3, 72, 24, false, false, 1),
        (5, 72, 40, true, false, 2),
        (5, 120, 40, true, false, 1),
        (5, 120, 40, true, false, 1),
        (3, 240, 80, false, true, 2),
        (3, 200, 80, false, true, 1),
        (3, 184, 80, false, true, 1),
        (3, 184, 80, false, true, 1),
        (3, 480, 112, true, true, 1),
        (3, 672, 112, true, true, 1),
        (5, 672, 160, true, true, 2),
        (5, 960, 160, true, true, 1),
        (5, 960, 160, true, true, 1),
    ];

    // The layers that halve the resolution, at which torchvision starts its stages, and the final layer.
    private static readonly int[] s_stageStarts = [0, 2, 4, 7, 13, 16];

    private static readonly string[] s_stages = ["stage1", "stage2", "stage3", "stage4", "stage5", "stage6"];

    // As in torchvision, a stage's map is the result of its first layer.
    public MobileNetV3(BackboneOptions options) : base(s_stages, options.OutputsOr(s_stages[4..]))
    {
        var (stride, depth) = (1, StageNames.Count);
        for (var k = 0; k < depth; k++)
        {
            var end = k == depth - 1 ? s_stageStarts[k] + 1 : s_stageStarts[k + 1];
            var layers = Enumerable.Range(s_stageStarts[k], end - s_stageStarts[k]).Select(n => AddLayer(n, options.Norm)).ToArray();
            if (k < s_stages.Length - 1) stride *= 2; // the last stage is a 1×1 convolution
            Func<Tensor, Tensor>? rest = layers.Length == 1 ? null : x => Run(layers.AsSpan(1), x);
            AddStage(new(s_stages[k], BitOperations.Log2((uint)stride), Outputs(s_stageStarts[k]), stride, layers[0].Forward,
                [.. layers.Select(static l => l.Module)])
            { Rest = rest });
        }
    }

    private static int Outputs(int layer) => layer == 0 ? 16 : layer > s_blocks.Length ? 960 : s_blocks[layer - 1].Outputs;

    private static Tensor Run(ReadOnlySpan<Layer> layers, Tensor x)
    {
        using var scope = TensorScope.Enter();
        foreach (var layer in layers) x = layer.Forward(x);
        return scope.Keep(x);
    }

    private Layer AddLayer(int n, NormOptions norm)
    {
        var name = n.ToString(CultureInfo.InvariantCulture);
        if (n > 0 && n <= s_blocks.Length)
        {
            var block = s_blocks[n - 1];
            var module = Add(name, new InvertedResidual(
                Outputs(n - 1), block.Kernel, block.Expanded, block.Outputs, block.Squeeze,
                block.HardSwish ? Activation.HardSwish : Activation.Relu, block.Stride, norm));
            return new(module, module.Forward);
        }

        var conv = n == 0
            ? new ConvNormActivation(3, 16, kernel: 3, stride: 2, groups: 1, norm, Activation.HardSwish)
            : new ConvNormActivation(160, 960, kernel: 1, stride: 1, groups: 1, norm, Activation.HardSwish);
        Add(name, conv);
        return new(conv, x => conv.Forward(x));
    }

    private readonly record struct Layer(Module Module, Func<Tensor, Tensor> Forward);
}
