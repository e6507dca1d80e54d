using Gannet.Torch.Nn;

namespace Gannet.Detection;

/// <summary>The feature pyramid.</summary>
public sealed record NeckOptions
{
    /// <summary>Channels of every level.</summary>
    /// <value>256, as the FPN paper.</value>
    public int Channels { get; init; } = 256;

    /// <summary>The norm after each of its convolutions; none where null.</summary>
    public NormOptions? Norm { get; init; }
}
