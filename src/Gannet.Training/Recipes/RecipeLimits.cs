using Gannet.Detection.Models;

namespace Gannet.Training.Recipes;

/// <summary>What a recipe must keep to, and what the machine offers.</summary>
public sealed record RecipeLimits
{
    /// <summary>Minutes that the whole training may take.</summary>
    public required double Minutes { get; init; }

    /// <summary>Whether bf16 is fast here.</summary>
    public bool HasBFloat16 { get; init; }

    /// <summary>Times training steps on this machine.</summary>
    public required Func<DetectorOptions, TrainingOptions, StepPace> TimeStep { get; init; }
}
