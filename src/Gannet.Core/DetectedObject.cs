using System.Globalization;
using Gannet.Masks;

namespace Gannet;

/// <summary>One object found in an image: its box, class and confidence.</summary>
/// <param name="Box">Its box, in pixels of the original image.</param>
/// <param name="Label">Class index, 0-based; background has none.</param>
/// <param name="Score">Confidence, usually in [0, 1]; higher is better.</param>
public readonly record struct DetectedObject(Box Box, int Label, float Score)
{
    /// <summary>Name of the class; null when the source knows only the label.</summary>
    public string? Class { get; init; }

    /// <summary>Its pixels in the original image; null from a detector without masks.</summary>
    public RunLengths? Mask { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Class ?? $"class {Label}"} {Score:P0} at ({Box.X1:F0}, {Box.Y1:F0}), {Box.Width:F0} × {Box.Height:F0}");
}
