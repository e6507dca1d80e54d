using Gannet.Detection.Anchors;
using Gannet.Detection.RoiHeads;

namespace Gannet.Detection;

/// <summary>How a training step chooses its anchors and regions.</summary>
/// <param name="Random">The source of randomness.</param>
public sealed record Sampling(Random Random)
{
    /// <summary>Chooses the anchors of image n; null to follow the options.</summary>
    internal Func<AnchorGrid, int, AnchorTargets>? Anchors { get; init; }

    /// <summary>Chooses among the proposals of image n; null to follow the options.</summary>
    internal Func<Box[], int, RoiTargets>? Regions { get; init; }
}
