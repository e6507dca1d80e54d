using Gannet.Vision.Annotations;

namespace Gannet.Vision;

/// <summary>One detected object: where, what and how sure.</summary>
/// <param name="Box">Place in pixels of the original picture.</param>
/// <param name="Label">Class index, 0-based; background has none.</param>
/// <param name="Score">Confidence, usually in [0, 1]; higher is better.</param>
public readonly record struct Detection(Box Box, int Label, float Score)
{
    /// <summary>The object's pixels in the original picture; null from a detector without masks.</summary>
    public RunLengths? Mask { get; init; }
}
