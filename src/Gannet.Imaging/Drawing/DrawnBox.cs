using Gannet.Masks;

namespace Gannet.Imaging.Drawing;

/// <summary>A box to draw.</summary>
/// <param name="Box">Place in pixels; the part outside the picture is not drawn.</param>
/// <param name="Label">0-based class index, which picks the colour.</param>
/// <param name="Text">Words beside the box; none where empty.</param>
public sealed record DrawnBox(Box Box, int Label, string Text)
{
    /// <summary>The object's pixels, which are shaded in the colour of its class; null for a box alone.</summary>
    public RunLengthMask? Mask { get; init; }

    /// <summary>The colour of its frame, label and mask; null for the class's own.</summary>
    public (byte R, byte G, byte B)? Colour { get; init; }

    /// <summary>How much of the picture its frame covers, in [0, 1]: less certain boxes may fade.</summary>
    public float Opacity { get; init; } = 1;

    internal (byte R, byte G, byte B) Ink => Colour ?? ClassPalette.Of(Label);

    /// <summary>A detection with its class and score, such as <c>dog 97%</c>.</summary>
    /// <param name="box">Place in pixels.</param>
    /// <param name="label">0-based class index.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="score">Confidence in [0, 1]; null for a marked object.</param>
    public static DrawnBox Of(Box box, int label, IReadOnlyList<string> classes, float? score = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var name = label < classes.Count ? classes[label] : $"class {label}";
        return new DrawnBox(box, label, score is { } value ? $"{name} {MathF.Round(value * 100):0}%" : name);
    }

    /// <summary>A detection with its class and score, and its mask where it has one.</summary>
    /// <param name="detection">The detection.</param>
    /// <param name="classes">Names of the classes.</param>
    public static DrawnBox Of(DetectedObject detection, IReadOnlyList<string> classes) =>
        Of(detection.Box, detection.Label, classes, detection.Score) with
        {
            Mask = detection.Mask is { } runs ? RunLengthMask.From(runs) : null,
        };
}
