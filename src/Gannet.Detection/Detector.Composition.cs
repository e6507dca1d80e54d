using Gannet.Detection.Models;

namespace Gannet.Detection;

// Detectors of options that a user wrote.
public sealed partial class Detector
{
    /// <summary>Keeps from now on what the original system kept, instead of what average precision rewards.</summary>
    /// <exception cref="InvalidOperationException">The options name no thresholds of an original.</exception>
    public void UseOriginalThresholds() => _regions.Thresholds = Options.OriginalDetections
        ?? throw new InvalidOperationException($"{Preset} has no original_detections in its options; its detections are the original's.");

    /// <summary>Composes a detector of options that came from outside: from a preset, a file or a command line.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="preset">The name or file the options come from, for messages and for <see cref="Preset"/>.</param>
    /// <param name="parts">The stages that options may name; null for Gannet's own.</param>
    /// <exception cref="InvalidOptionException">An option is out of range or contradicts another; the message names it.</exception>
    public static Detector Compose(DetectorOptions options, IReadOnlyList<string> classes, string preset, DetectorParts? parts = null)
    {
        try
        {
            return new Detector(options, classes, parts) { Preset = preset };
        }
        catch (InvalidOptionException error)
        {
            throw error.From(preset);
        }
    }
}
