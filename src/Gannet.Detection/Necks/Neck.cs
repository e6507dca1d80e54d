using Gannet.Detection.Backbones;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Necks;

/// <summary>Makes of the backbone's maps what the two stages read.</summary>
internal abstract class Neck : Module
{
    /// <summary>The maps that the first stage reads.</summary>
    public abstract IReadOnlyList<FeatureLevel> ProposalLevels { get; }

    /// <summary>The maps that regions are pooled from.</summary>
    public abstract IReadOnlyList<FeatureLevel> RegionLevels { get; }

    /// <summary>The features of <paramref name="maps"/>, the backbone's, finest first.</summary>
    public abstract Features Forward(IReadOnlyList<Tensor> maps);

    public static Neck Create(NeckOptions options, Backbone backbone)
    {
        FeatureLevel[] levels = [.. backbone.Channels.Select((channels, k) => new FeatureLevel(channels, backbone.Strides[k], backbone.Origins[k]))];
        return options.Kind switch
        {
            NeckKind.Fpn => new FeaturePyramid(levels, options),
            NeckKind.Last => new SingleLevel(levels[^1], options),
            NeckKind.Split or NeckKind.Concatenated when levels.Length < 2 =>
                throw new ArgumentException("neck.kind split and concatenated need two maps: name two stages in backbone.outputs."),
            NeckKind.Split => new SplitLevels(levels[^2], levels[^1], options),
            NeckKind.Concatenated => new ConcatenatedLevels(levels[^2], levels[^1], options),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "unknown neck"),
        };
    }
}
