using Gannet.Detection;

namespace Gannet.Training.Optimization;

/// <summary>Names an optimizer: a built-in one, or one that a program adds to <see cref="TrainingParts"/>.</summary>
/// <param name="Name">The name used in options.</param>
public readonly record struct OptimizerKind(string Name) : IPartName<OptimizerKind>
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    public static OptimizerKind Sgd { get; } = new("sgd");

    /// <summary>Adam with decoupled weight decay.</summary>
    public static OptimizerKind AdamW { get; } = new("adam_w");

    /// <summary>Adam with weight decay added to the gradient, as in R-FCN's implementation.</summary>
    public static OptimizerKind Adam { get; } = new("adam");

    /// <summary>Adam with Nesterov momentum.</summary>
    public static OptimizerKind Nadam { get; } = new("nadam");

    /// <summary>RMSprop: gradients divided by the root of their running mean square.</summary>
    public static OptimizerKind RmsProp { get; } = new("rms_prop");

    /// <inheritdoc/>
    public static OptimizerKind Named(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
