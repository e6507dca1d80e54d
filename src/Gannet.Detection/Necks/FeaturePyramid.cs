using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Necks;

/// <summary>A feature pyramid (Lin et al. 2017): upsampled coarse maps are added to finer ones; subsampling adds one level.</summary>
internal sealed class FeaturePyramid : Neck
{
    private readonly NormalizedConv[] _lateral, _output;

    public FeaturePyramid(IReadOnlyList<FeatureLevel> inputs, NeckOptions options)
    {
        RegionLevels = [.. inputs.Select(level => level with { Channels = options.Channels })];
        ProposalLevels = [.. RegionLevels, RegionLevels[^1] with { Stride = 2 * RegionLevels[^1].Stride }];
        _lateral = new NormalizedConv[inputs.Count];
        _output = new NormalizedConv[inputs.Count];
        for (var k = 0; k < inputs.Count; k++)
        {
            _lateral[k] = AddConv($"inner_blocks.{k}", inputs[k].Channels, kernel: 1, options);
            _output[k] = AddConv($"layer_blocks.{k}", options.Channels, kernel: 3, options, isOutput: true);
        }
    }

    public override IReadOnlyList<FeatureLevel> ProposalLevels { get; }

    public override IReadOnlyList<FeatureLevel> RegionLevels { get; }

    /// <summary>One map per input, finest first, plus one more at half the last resolution for proposals.</summary>
    public override Features Forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = TensorScope.Enter();
        var levels = new Tensor[maps.Count + 1];
        Tensor? above = null;
        for (var k = maps.Count - 1; k >= 0; k--)
        {
            var lateral = _lateral[k].Forward(maps[k]);
            if (above is not null) lateral.AddInPlace(above.UpsampleNearest2d(lateral.Shape[2..]));
            levels[k] = _output[k].Forward(lateral);
            above = lateral;
        }

        levels[^1] = levels[^2].MaxPool2d([1, 1], [2, 2]);
        scope.Keep(levels);
        return new(levels, levels[..^1]);
    }

    private NormalizedConv AddConv(string name, int inputs, int kernel, NeckOptions options, bool isOutput = false)
    {
        var conv = Add($"{name}.0", new Conv2d(inputs, options.Channels, kernel, bias: options.Norm is null) { FullPrecision = isOutput });
        Initialization.HeUniformFanIn(conv.Weight);
        Initialization.Zero(conv.Bias);
        return new(conv, options.Norm is { } norm ? Add($"{name}.1", norm.Create(options.Channels)) : null);
    }
}
