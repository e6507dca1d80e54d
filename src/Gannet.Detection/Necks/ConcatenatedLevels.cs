using Gannet.Detection.Layers;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Necks;

/// <summary>
/// Concatenates a fine map and an upsampled coarse one; each stage reads both through its own 1×1 convolution.
/// </summary>
internal sealed class ConcatenatedLevels : Neck
{
    private readonly ConvNormActivation _proposals, _regions;
    private readonly int _crop;

    public ConcatenatedLevels(FeatureLevel fine, FeatureLevel coarse, NeckOptions options)
    {
        _crop = options.Crop;
        var level = fine with { Origin = options.Origin ?? fine.Origin + options.Crop * fine.Stride };
        ProposalLevels = [level with { Channels = options.ProposalChannels }];
        RegionLevels = [level with { Channels = options.Channels }];
        _proposals = AddConv("proposals", fine.Channels + coarse.Channels, options.ProposalChannels, options.Norm);
        _regions = AddConv("regions", fine.Channels + coarse.Channels, options.Channels, options.Norm);
    }

    public override IReadOnlyList<FeatureLevel> ProposalLevels { get; }

    public override IReadOnlyList<FeatureLevel> RegionLevels { get; }

    public override Features Forward(IReadOnlyList<Tensor> maps)
    {
        using var scope = TensorScope.Enter();
        var fine = maps[^2];
        var (height, width) = (fine.Shape[2] - 2 * _crop, fine.Shape[3] - 2 * _crop);
        if (height < 1 || width < 1) throw new ArgumentException($"The image is too small: its map of {fine.Shape[2]} × {fine.Shape[3]} cells loses {_crop} at each edge.");
        if (_crop > 0) fine = fine.Narrow(2, _crop, height).Narrow(3, _crop, width);
        var both = Tensor.Cat([fine, maps[^1].UpsampleBilinear2d([height, width], alignCorners: false)], 1).Contiguous(MemoryFormat.ChannelsLast);
        return new([scope.Keep(_proposals.Forward(both))], [scope.Keep(_regions.Forward(both))]);
    }

    private ConvNormActivation AddConv(string name, int inputs, int outputs, NormOptions? norm) =>
        Add(name, new ConvNormActivation(inputs, outputs, kernel: 1, stride: 1, groups: 1, norm, Activation.Relu));
}
