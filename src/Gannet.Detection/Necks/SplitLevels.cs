using Gannet.Detection.Layers;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Necks;

/// <summary>The second-to-last map for proposals; the last, reduced by a 1×1 convolution with ReLU, for regions. As in R-FCN.</summary>
internal sealed class SplitLevels : Neck
{
    private readonly ConvNormActivation? _reduction;

    public SplitLevels(FeatureLevel proposals, FeatureLevel regions, NeckOptions options)
    {
        ProposalLevels = [proposals];
        RegionLevels = [options.Channels == 0 ? regions : regions with { Channels = options.Channels }];
        if (options.Channels == 0) return;
        _reduction = Add("reduction", new ConvNormActivation(
            regions.Channels, options.Channels, kernel: 1, stride: 1, groups: 1, options.Norm, Activation.Relu));
    }

    public override IReadOnlyList<FeatureLevel> ProposalLevels { get; }

    public override IReadOnlyList<FeatureLevel> RegionLevels { get; }

    public override Features Forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = TensorScope.Enter();
        return new([maps[^2]], [scope.Keep(_reduction?.Forward(maps[^1]) ?? maps[^1])]);
    }
}
