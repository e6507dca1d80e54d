using Gannet.Detection.Anchors;
using Gannet.Detection.RoiHeads;

namespace Gannet.Detection;

/// <summary>How a training step chooses its anchors and regions.</summary>
/// <param name="Random">The source of every draw.</param>
/// <param name="Anchors">Chooses the anchors of picture n; null for the options' own rule.</param>
/// <param name="Regions">Chooses among the proposals of picture n; null for the options' own rule.</param>
internal sealed record Sampling(
    Random Random, Func<AnchorGrid, int, AnchorTargets>? Anchors = null, Func<Box[], int, RegionTargets>? Regions = null);
