using Gannet.Torch.Nn;

namespace Gannet.Detection.Necks;

/// <summary>The layers between the backbone and the two stages.</summary>
public sealed record NeckOptions
{
    /// <summary>The kind of neck; <c>neck=last</c> is short for <c>neck.kind=last</c>.</summary>
    public NeckKind Kind { get; init; } = NeckKind.Fpn;

    /// <summary>Channels of every level; 0 to use the backbone's last map unchanged.</summary>
    /// <value>256, as in the FPN paper; R-FCN reduces its single map to 1,024.</value>
    public int Channels { get; init; } = 256;

    /// <summary>Channels of the first stage's map, if it has its own (concatenated).</summary>
    public int ProposalChannels { get; init; } = 1024;

    /// <summary>Cells cropped from each edge of concatenated maps, since unpadded convolutions see the border least.</summary>
    public int Crop { get; init; }

    /// <summary>Pixels before the first cell of concatenated maps; null to compute it from the convolutions.</summary>
    /// <value>Null, which gives 29.5 for Inception-ResNet-v2 after a crop of 1; RFCN-tensorflow uses 32.</value>
    public float? Origin { get; init; }

    /// <summary>The norm after each convolution of the neck; null for none.</summary>
    public NormOptions? Norm { get; init; }

    /// <summary>Settings for a program's own part, by name; built-in parts do not read them.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}
