using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Necks;

/// <summary>The backbone's last map for both stages, reduced by a 1×1 convolution with ReLU where asked for.</summary>
internal sealed class SingleLevel : Neck
{
    private readonly NormalizedConv? _reduction;

    public SingleLevel(FeatureLevel input, NeckOptions options)
    {
        var level = options.Channels == 0 ? input : input with { Channels = options.Channels };
        (ProposalLevels, RegionLevels) = ([level], [level]);
        if (options.Channels == 0) return;
        var conv = Add("reduction.0", new Conv2d(input.Channels, options.Channels, kernel: 1, bias: options.Norm is null));
        Initialization.HeNormalFanOut(conv.Weight);
        Initialization.Zero(conv.Bias);
        _reduction = new(conv, options.Norm is { } norm ? Add("reduction.1", norm.Create(options.Channels)) : null);
    }

    public override IReadOnlyList<FeatureLevel> ProposalLevels { get; }

    public override IReadOnlyList<FeatureLevel> RegionLevels { get; }

    public override Features Forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = TensorScope.Enter();
        Tensor[] levels = [scope.Keep(_reduction?.Forward(maps[^1]).ReluInPlace() ?? maps[^1])];
        return new(levels, levels);
    }
}
