using Gannet.Detection;
using Gannet.Torch.Optim;
using Gannet.Training.Augmentations;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;

namespace Gannet.Training;

/// <summary>Creates an optimizer over groups of parameters.</summary>
/// <param name="groups">The parameters that it updates.</param>
/// <param name="options">Momentum and the like; <see cref="TrainingOptions.Settings"/> holds settings of the optimizer's own.</param>
public delegate Optimizer OptimizerMaker(IReadOnlyList<ParameterGroup> groups, TrainingOptions options);

/// <summary>Creates the learning rate schedule.</summary>
/// <param name="options">Rate, warm-up and the like.</param>
/// <param name="steps">Total number of steps.</param>
public delegate IRateSchedule ScheduleMaker(TrainingOptions options, int steps);

/// <summary>Creates an augmentation of the training images.</summary>
/// <param name="options">Which changes to make, and how strong.</param>
public delegate IAugmentation AugmentationMaker(TrainingOptions options);

/// <summary>The parts of a training that options can name: the built-in ones and those that a program adds.</summary>
/// <remarks>Immutable, like <see cref="DetectorParts"/>. Resuming a training needs the same parts.</remarks>
public sealed class TrainingParts
{
    private readonly PartTable<OptimizerMaker> _optimizers;
    private readonly PartTable<ScheduleMaker> _schedules;
    private readonly PartTable<AugmentationMaker> _augmentations;

    private TrainingParts(PartTable<OptimizerMaker> optimizers, PartTable<ScheduleMaker> schedules, PartTable<AugmentationMaker> augmentations) =>
        (_optimizers, _schedules, _augmentations) = (optimizers, schedules, augmentations);

    /// <summary>The built-in parts.</summary>
    public static TrainingParts BuiltIn { get; } = new(OptimizerSetup.Known, RateSchedule.Known, new("training.augmentation.own"));

    /// <summary>These parts plus an optimizer; <c>training.optimizer</c> names it.</summary>
    /// <exception cref="ArgumentException">There is already a part with this name.</exception>
    public TrainingParts With(string name, OptimizerMaker make) => new(_optimizers.With(name, make), _schedules, _augmentations);

    /// <summary>These parts plus a schedule; <c>training.decay</c> names it.</summary>
    /// <inheritdoc cref="With(string, OptimizerMaker)" path="/exception"/>
    public TrainingParts With(string name, ScheduleMaker make) => new(_optimizers, _schedules.With(name, make), _augmentations);

    /// <summary>These parts plus an augmentation; <c>training.augmentation.own</c> lists it.</summary>
    /// <inheritdoc cref="With(string, OptimizerMaker)" path="/exception"/>
    public TrainingParts With(string name, AugmentationMaker make) => new(_optimizers, _schedules, _augmentations.With(name, make));

    /// <summary>Checks all names before a training begins.</summary>
    /// <param name="options">The options that name the parts.</param>
    /// <exception cref="InvalidOptionException">There is no part with such a name; the message suggests the nearest.</exception>
    public void RequireKnown(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = _optimizers[options.Optimizer.Name];
        _ = _schedules[options.Decay.Name];
        foreach (var name in options.Augmentation.Own) _ = _augmentations[name];
    }

    internal Optimizer CreateOptimizer(IReadOnlyList<ParameterGroup> groups, TrainingOptions options) => _optimizers[options.Optimizer.Name](groups, options);

    internal IRateSchedule CreateSchedule(TrainingOptions options, int steps) => _schedules[options.Decay.Name](options, steps);

    // The program's own come first: they see the image as stored.
    internal IReadOnlyList<IAugmentation> CreateAugmentations(TrainingOptions options) =>
        [.. options.Augmentation.Own.Select(name => _augmentations[name](options)), new Augmentation(options.Augmentation)];
}
