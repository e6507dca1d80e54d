using Gannet.Detection.Layers;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Necks;

/// <summary>The backbone's last map for both stages, optionally reduced by a 1×1 convolution with ReLU.</summary>
internal sealed class SingleLevel : Neck
{
    private readonly ConvNormActivation? _reduction;

    public SingleLevel(FeatureLevel input, NeckOptions options)
    {
        var level = options.Channels == 0 ? input : input with { Channels = options.Channels };
        (ProposalLevels, RegionLevels) = ([level], [level]);
        if (options.Channels == 0) return;
        _reduction = Add("reduction", new ConvNormActivation(
            input.Channels, options.Channels, kernel: 1, stride: 1, groups: 1, options.Norm, Activation.Relu));
    }

    public override IReadOnlyList<FeatureLevel> ProposalLevels { get; }

    public override IReadOnlyList<FeatureLevel> RegionLevels { get; }

    public override Features Forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = TensorScope.Enter();
        Tensor[] levels = [scope.Keep(_reduction?.Forward(maps[^1]) ?? maps[^1])];
        return new(levels, levels);
    }
}
