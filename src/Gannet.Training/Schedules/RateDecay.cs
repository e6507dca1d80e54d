using Gannet.Detection;

namespace Gannet.Training.Schedules;

/// <summary>Names a learning rate schedule: a built-in one, or one that a program adds to <see cref="TrainingParts"/>.</summary>
/// <param name="Name">The name used in options.</param>
public readonly record struct RateDecay(string Name) : IPartName<RateDecay>
{
    /// <summary>The rate is divided by ten once.</summary>
    public static RateDecay Step { get; } = new("step");

    /// <summary>The rate falls along half a cosine to zero.</summary>
    public static RateDecay Cosine { get; } = new("cosine");

    /// <summary>The rate does not fall.</summary>
    public static RateDecay Constant { get; } = new("constant");

    /// <inheritdoc/>
    public static RateDecay Named(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
