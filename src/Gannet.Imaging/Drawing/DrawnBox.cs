using Gannet.Masks;

namespace Gannet.Imaging.Drawing;

/// <summary>A box to draw.</summary>
/// <param name="Box">The box in pixels; the part outside the picture is not drawn.</param>
/// <param name="Label">0-based class index, which selects the colour.</param>
/// <param name="Text">Text beside the box; may be empty.</param>
public sealed record DrawnBox(Box Box, int Label, string Text)
{
    /// <summary>A shorter text, used where <see cref="Text"/> has no room and where a legend would become long; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The object's pixels, which are shaded in the box's colour; null for a box alone.</summary>
    public RunLengthMask? Mask { get; init; }

    /// <summary>The colour of its frame, label and mask; null for the class's own.</summary>
    public (byte R, byte G, byte B)? Colour { get; init; }

    /// <summary>Opacity of its frame, in [0, 1]; less certain boxes may fade.</summary>
    public float Opacity { get; init; } = 1;

    internal (byte R, byte G, byte B) Ink => Colour ?? ClassPalette.Of(Label);

    /// <summary>A detection with its class and score, such as <c>dog 97%</c>.</summary>
    /// <param name="box">The box in pixels.</param>
    /// <param name="label">0-based class index.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="score">Confidence in [0, 1]; null for an annotated object.</param>
    public static DrawnBox Of(Box box, int label, IReadOnlyList<string> classes, float? score = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var name = label < classes.Count ? classes[label] : $"class {label}";
        return new DrawnBox(box, label, score is { } value ? $"{name} {MathF.Round(value * 100):0}%" : name) { Name = name };
    }

    /// <summary>A detection with its class and score, and its mask if it has one.</summary>
    /// <param name="detection">The detection.</param>
    /// <param name="classes">Names of the classes.</param>
    public static DrawnBox Of(DetectedObject detection, IReadOnlyList<string> classes) =>
        Of(detection.Box, detection.Label, classes, detection.Score) with
        {
            Mask = detection.Mask is { } runs ? RunLengthMask.From(runs) : null,
        };
}
