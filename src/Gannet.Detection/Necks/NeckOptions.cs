using Gannet.Torch.Nn;

namespace Gannet.Detection.Necks;

/// <summary>What stands between the backbone and the two stages.</summary>
public sealed record NeckOptions
{
    /// <summary>The layers; <c>neck=last</c> is short for it.</summary>
    public NeckKind Kind { get; init; } = NeckKind.Fpn;

    /// <summary>Channels of every level; 0 for a last map as the backbone makes it.</summary>
    /// <value>256, as the FPN paper; R-FCN reduces its one map to 1,024.</value>
    public int Channels { get; init; } = 256;

    /// <summary>Channels of the map that the first stage reads, where it has one of its own (concatenated).</summary>
    public int ProposalChannels { get; init; } = 1024;

    /// <summary>Cells cut from each edge of concatenated maps: unpadded convolutions see the rim least.</summary>
    public int Crop { get; init; }

    /// <summary>Pixels before the first cell of concatenated maps; null for what the convolutions give.</summary>
    /// <value>Null, for Inception-ResNet-v2 29.5 after a crop of 1; RFCN-tensorflow's 32.</value>
    public float? Origin { get; init; }

    /// <summary>The norm after each of its convolutions; none where null.</summary>
    public NormOptions? Norm { get; init; }

    /// <summary>What a part of a program's own wants to know, by names of its own; Gannet's parts read none.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}
