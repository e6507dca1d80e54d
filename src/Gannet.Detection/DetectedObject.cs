using System.Globalization;
using Gannet.Vision;
using Gannet.Vision.Annotations;

namespace Gannet.Detection;

/// <summary>An object found in a picture.</summary>
/// <param name="Class">Name of its class.</param>
/// <param name="Label">Index of the class.</param>
/// <param name="Score">Probability in [0, 1].</param>
/// <param name="Box">Where it is, in pixels of the picture.</param>
public readonly record struct DetectedObject(string Class, int Label, float Score, Box Box)
{
    /// <summary>Its pixels in the picture; null from a detector without masks.</summary>
    public RunLengths? Mask { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Class} {Score:P0} at ({Box.X1:F0}, {Box.Y1:F0}), {Box.Width:F0} × {Box.Height:F0}");
}
