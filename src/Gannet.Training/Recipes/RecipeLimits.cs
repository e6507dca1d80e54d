using Gannet.Detection.Models;

namespace Gannet.Training.Recipes;

/// <summary>What a recipe must keep to, and what the machine offers.</summary>
public sealed record RecipeLimits
{
    /// <summary>Minutes that the whole training may take.</summary>
    public required double Minutes { get; init; }

    /// <summary>Whether the machine computes in bf16; whether that is faster than fp32 is timed.</summary>
    public bool HasBFloat16 { get; init; }

    /// <summary>Number of processes that share each batch.</summary>
    /// <value>1.</value>
    public int Workers { get; init; } = 1;

    /// <summary>Shorter side of the input in pixels; null leaves it to the rules.</summary>
    public int? ShortSide { get; init; }

    /// <summary>Limit of the input's longer side in pixels; null leaves it to the rules.</summary>
    public int? LongSide { get; init; }

    /// <summary>Times training steps on this machine.</summary>
    public required Func<DetectorOptions, TrainingOptions, StepPace> TimeStep { get; init; }
}
