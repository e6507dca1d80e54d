namespace Gannet.Detection.Anchors;

/// <summary>The anchors of one input size.</summary>
/// <param name="Boxes"><c>[T]</c>, level by level.</param>
/// <param name="LevelSizes">Number of anchors per level.</param>
public sealed record AnchorGrid(Box[] Boxes, int[] LevelSizes);
