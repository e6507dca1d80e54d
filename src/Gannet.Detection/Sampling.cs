using Gannet.Detection.Anchors;
using Gannet.Detection.RoiHeads;

namespace Gannet.Detection;

/// <summary>How a training step chooses its anchors and regions.</summary>
/// <param name="Random">The source of every draw.</param>
public sealed record Sampling(Random Random)
{
    /// <summary>Chooses the anchors of picture n; null for the options' own rule.</summary>
    internal Func<AnchorGrid, int, AnchorTargets>? Anchors { get; init; }

    /// <summary>Chooses among the proposals of picture n; null for the options' own rule.</summary>
    internal Func<Box[], int, RoiTargets>? Regions { get; init; }
}
