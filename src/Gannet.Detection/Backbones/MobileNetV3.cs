using System.Globalization;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>MobileNetV3-Large (Howard et al. 2019); returns the last expansion stage and the final 1×1 layer, both of stride 32.</summary>
internal sealed class MobileNetV3 : Backbone
{
    // Input of the table: kernel, expanded, outputs, squeeze-and-excitation, hard-swish, stride.
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

    // Layers that halve the resolution, where torchvision cuts its stages, and the final one.
    private static readonly int[] s_stageStarts = [0, 2, 4, 7, 13, 16];

    private readonly ConvNormActivation _stem, _last;
    private readonly InvertedResidual[] _blocks;

    public MobileNetV3(NormOptions norm)
    {
        _stem = Add("0", new ConvNormActivation(3, 16, kernel: 3, stride: 2, groups: 1, norm, Activation.HardSwish));
        _blocks = new InvertedResidual[s_blocks.Length];
        var inputs = 16;
        for (var k = 0; k < s_blocks.Length; k++)
        {
            var block = s_blocks[k];
            _blocks[k] = Add((k + 1).ToString(CultureInfo.InvariantCulture), new InvertedResidual(
                inputs, block.Kernel, block.Expanded, block.Outputs, block.Squeeze,
                block.HardSwish ? Activation.HardSwish : Activation.Relu, block.Stride, norm));
            inputs = block.Outputs;
        }

        _last = Add("16", new ConvNormActivation(160, 960, kernel: 1, stride: 1, groups: 1, norm, Activation.HardSwish));
    }

    public override IReadOnlyList<int> Channels => [160, 960];

    public override IReadOnlyList<int> Strides => [32, 32];

    public override int Stages => s_stageStarts.Length;

    public override Tensor[] Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        x = _stem.Forward(x);
        Tensor? coarse = null;
        for (var k = 0; k < _blocks.Length; k++)
        {
            x = _blocks[k].Forward(x);
            if (k + 1 == s_stageStarts[^2]) coarse = x;
        }

        return [scope.Keep(coarse!), scope.Keep(_last.Forward(x))];
    }

    protected override IEnumerable<Module> FrozenParts(int frozenStages)
    {
        Module[] layers = [_stem, .. _blocks, _last];
        return layers.Take(frozenStages == Stages ? layers.Length : s_stageStarts[frozenStages]);
    }
}
