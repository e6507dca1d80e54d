using Gannet.Vision;

namespace Gannet.Detection;

/// <summary>The objects of one picture.</summary>
/// <param name="Boxes"><c>[G]</c>, in pixels.</param>
/// <param name="Labels"><c>[G]</c>, 0-based class indices.</param>
public sealed record Truth(Box[] Boxes, int[] Labels)
{
    /// <summary>A picture without objects.</summary>
    public static Truth None { get; } = new([], []);
}
