using System.CommandLine;
using Gannet.Cli.Parsing;
using Gannet.Detection;

namespace Gannet.Cli.Options;

/// <summary><c>--thresholds</c>: which detections are kept: those that are best for average precision, or those that the preset's original system kept.</summary>
internal sealed class ThresholdsOption : Option<string>
{
    private const string Default = "default", Original = "original";

    public ThresholdsOption()
        : base("--thresholds")
    {
        HelpName = $"{Default}|{Original}";
        Description = "Detections to keep: those best for average precision, or those the preset's original system kept.";
        DefaultValueFactory = static _ => Default;
        AcceptOnlyFromAmong(Default, Original);
    }

    /// <summary>Sets the detector's thresholds as the command line asks.</summary>
    /// <exception cref="UsageException">The model's preset has no other thresholds.</exception>
    public void Apply(ParseResult parse, Detector detector)
    {
        if (parse.GetValue(this) != Original) return;
        if (detector.Options.OriginalDetections is null)
            throw new UsageException($"--thresholds {Original}: the preset '{detector.Preset}' has no original thresholds; leave the option out.");
        detector.UseOriginalThresholds();
    }
}
