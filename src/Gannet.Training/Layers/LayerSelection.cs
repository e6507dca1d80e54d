using System.Globalization;
using System.Text.RegularExpressions;
using Gannet.Detection;
using Gannet.Detection.Backbones;
using Gannet.Detection.Models;

namespace Gannet.Training.Layers;

/// <summary>Which parameters of a detector are trained.</summary>
/// <remarks>
/// The words are those of Mask R-CNN's stages: heads (all but the backbone), 3+, 4+ and 5+ (the heads and the backbone from C3, C4 or C5
/// on; see <see cref="Backbone.StageLevels"/>) and all. Anything else is a regular expression that must match a parameter's whole name.
/// </remarks>
public sealed class LayerSelection
{
    private const string Heads = "heads", All = "all";

    private static readonly string[] s_words = [Heads, "3+", "4+", "5+", All];

    // Patterns are user input, and some would run for ever.
    private static readonly TimeSpan s_patternTimeout = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _names;

    private LayerSelection(string text, IEnumerable<string> names) => (Text, _names) = (text, names.ToHashSet(StringComparer.Ordinal));

    /// <summary>The text it was parsed from.</summary>
    public string Text { get; }

    /// <summary>Number of tensors selected.</summary>
    public int Count => _names.Count;

    /// <summary>Whether the parameter with this state-dict name is trained.</summary>
    public bool Contains(string parameter) => _names.Contains(parameter);

    /// <summary>Parses heads, 3+, 4+, 5+, all or a pattern of parameter names, such as <c>rpn\..*|roi_heads\..*</c>.</summary>
    /// <exception cref="InvalidDataException">Nothing is selected, or no such stage exists; the message suggests a word.</exception>
    public static LayerSelection Parse(string text, Detector detector)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(detector);
        if (text == All) return new(text, BackboneParameters.Names(detector));
        if (text == Heads) return new(text, From(detector, int.MaxValue));
        return text is [var digit and >= '3' and <= '5', '+'] ? FromLevel(text, digit - '0', detector) : Matching(text, detector);
    }

    /// <summary>Parses the backbone's first trained stage: its name, its number from 0, or −1 or "none" for the heads only.</summary>
    /// <exception cref="InvalidDataException">There is no such stage; the message suggests the nearest name.</exception>
    public static LayerSelection FromStage(string text, Detector detector)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(detector);
        var stages = BackboneParameters.Of(detector).Backbone.StageNames;
        if (text is "none" or "-1") return new(text, From(detector, stages.Count));
        var first = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : stages.ToList().IndexOf(text);
        if (first >= 0 && first < stages.Count) return new(text, From(detector, first));
        throw new InvalidDataException(
            $"--train-from {text}: there is no such stage; did you mean '{NearestName.Of(text, stages)}'? "
            + $"This backbone has {string.Join(", ", stages.Select(static (s, k) => $"{k} {s}"))}; 'none' trains new layers only.");
    }

    private static LayerSelection FromLevel(string text, int level, Detector detector)
    {
        var backbone = BackboneParameters.Of(detector).Backbone;
        var first = backbone.StageLevels.ToList().FindIndex(l => l >= level);
        return first >= 0
            ? new(text, From(detector, first))
            : throw new InvalidDataException($"--layers {text}: this backbone ends with '{backbone.StageNames[^1]}' and has no stage C{level}.");
    }

    // Everything outside the backbone, and the backbone's stages from the given one on.
    private static IEnumerable<string> From(Detector detector, int firstStage)
    {
        var (prefix, backbone) = BackboneParameters.Of(detector);
        var trained = backbone.StageNames.Skip(firstStage).SelectMany(backbone.StageParts)
            .SelectMany(static part => part.NamedParameters()).Select(static p => p.Tensor).ToHashSet(ReferenceEqualityComparer.Instance);
        return detector.NamedParameters()
            .Where(p => !p.Name.StartsWith(prefix, StringComparison.Ordinal) || trained.Contains(p.Tensor)).Select(static p => p.Name);
    }

    private static LayerSelection Matching(string text, Detector detector)
    {
        try
        {
            var pattern = new Regex($"^(?:{text})$", RegexOptions.CultureInvariant, s_patternTimeout);
            var selection = new LayerSelection(text, BackboneParameters.Names(detector).Where(name => pattern.IsMatch(name)));
            if (selection.Count > 0) return selection;
        }
        catch (Exception error) when (error is RegexParseException or RegexMatchTimeoutException)
        {
            throw new InvalidDataException($"--layers {text}: is not a valid pattern ({error.Message.ReplaceLineEndings(" ")})", error);
        }

        throw new InvalidDataException(
            $"--layers {text}: matches no parameter name; did you mean '{NearestName.Of(text, s_words)}'? "
            + $"Use one of {string.Join(", ", s_words)}, or a pattern of whole names such as 'rpn\\..*'; an epoch is given as 'heads:2,all'.");
    }
}
