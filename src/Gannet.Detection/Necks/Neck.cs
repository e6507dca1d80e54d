using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Necks;

/// <summary>Turns the backbone's maps into those that the two stages read.</summary>
public abstract class Neck : Module
{
    /// <summary>The maps that the first stage reads.</summary>
    public abstract IReadOnlyList<FeatureLevel> ProposalLevels { get; }

    /// <summary>The maps that regions are pooled from.</summary>
    public abstract IReadOnlyList<FeatureLevel> RegionLevels { get; }

    /// <summary>Computes the features from the backbone's <paramref name="maps"/>, finest first.</summary>
    public abstract Features Forward(IReadOnlyList<Tensor> maps);

    internal static PartTable<NeckMaker> Known { get; } = new(
        "neck.kind",
        (NeckKind.Fpn.Name, static (maps, options) => new FeaturePyramid(maps, options)),
        (NeckKind.Last.Name, static (maps, options) => new SingleLevel(maps[^1], options)),
        (NeckKind.Split.Name, static (maps, options) => new SplitLevels(LastTwo(maps)[0], maps[^1], options)),
        (NeckKind.Concatenated.Name, static (maps, options) => new ConcatenatedLevels(LastTwo(maps)[0], maps[^1], options)));

    private static FeatureLevel[] LastTwo(IReadOnlyList<FeatureLevel> maps) => maps.Count >= 2
        ? [maps[^2], maps[^1]]
        : throw InvalidOptionException.Contradiction("neck.kind", "neck.kind split and concatenated need two maps: name two stages in backbone.outputs.");
}
