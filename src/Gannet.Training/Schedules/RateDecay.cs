using Gannet.Detection;

namespace Gannet.Training.Schedules;

/// <summary>Names how the learning rate falls: in one of Gannet's ways, or as a schedule that a program adds to <see cref="TrainingParts"/> says.</summary>
/// <param name="Name">As options write it.</param>
public readonly record struct RateDecay(string Name) : IPartName<RateDecay>
{
    /// <summary>Divided by ten once.</summary>
    public static RateDecay Step { get; } = new("step");

    /// <summary>Along half a cosine to zero.</summary>
    public static RateDecay Cosine { get; } = new("cosine");

    /// <summary>Not at all.</summary>
    public static RateDecay Constant { get; } = new("constant");

    /// <inheritdoc/>
    public static RateDecay Named(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
