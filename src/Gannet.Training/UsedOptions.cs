using Gannet.Detection.Models;

namespace Gannet.Training;

/// <summary>The options of a training as a preset: the detector's, and its section "training".</summary>
internal static class UsedOptions
{
    /// <summary>The text of <c>options.yaml</c>; <c>--preset options.yaml</c> repeats the training.</summary>
    public static string Text(DetectorOptions detector, TrainingOptions training) =>
        $"{OptionsYaml.Write(detector)}training:\n{string.Concat(OptionsYaml.Write(training).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => $"  {line}\n"))}";
}
