using Gannet.Detection.Models;
using Gannet.Detection.RoiHeads;

namespace Gannet.Detection;

// Detectors composed from a user's options.
public sealed partial class Detector
{
    /// <summary>From now on uses the original system's detection thresholds instead of those that favour average precision.</summary>
    /// <exception cref="InvalidOperationException">The options have no original thresholds.</exception>
    public void UseOriginalThresholds() => _regions.Thresholds = Options.OriginalDetections
        ?? throw new InvalidOperationException($"{Preset} has no original_detections in its options; its detections already are the original's.");

    /// <summary>Which predictions are kept as detections at present.</summary>
    internal DetectionOptions Thresholds => _regions.Thresholds;

    /// <summary>Composes a detector from external options: a preset, a file or a command line.</summary>
    /// <param name="options">The options of all parts.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="preset">The name or file the options come from, for messages and for <see cref="Preset"/>.</param>
    /// <param name="parts">The stages that options can name; null for the built-in ones.</param>
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
