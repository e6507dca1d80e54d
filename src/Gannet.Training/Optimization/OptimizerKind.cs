using Gannet.Detection;

namespace Gannet.Training.Optimization;

/// <summary>Names what changes the weights: one of Gannet's optimizers, or one that a program adds to <see cref="TrainingParts"/>.</summary>
/// <param name="Name">As options write it.</param>
public readonly record struct OptimizerKind(string Name) : IPartName<OptimizerKind>
{
    /// <summary>Stochastic gradient descent with momentum.</summary>
    public static OptimizerKind Sgd { get; } = new("sgd");

    /// <summary>Adam with decoupled weight decay.</summary>
    public static OptimizerKind AdamW { get; } = new("adam_w");

    /// <summary>Adam with weight decay added to the gradient, as R-FCN's implementation had it.</summary>
    public static OptimizerKind Adam { get; } = new("adam");

    /// <summary>Adam with Nesterov momentum.</summary>
    public static OptimizerKind Nadam { get; } = new("nadam");

    /// <summary>Gradients divided by the root of their mean square.</summary>
    public static OptimizerKind RmsProp { get; } = new("rms_prop");

    /// <inheritdoc/>
    public static OptimizerKind Named(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
