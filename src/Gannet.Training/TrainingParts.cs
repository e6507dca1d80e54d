using Gannet.Detection;
using Gannet.Torch.Optim;
using Gannet.Training.Augmentations;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;

namespace Gannet.Training;

/// <summary>Makes an optimizer over groups of parameters.</summary>
/// <param name="groups">What it changes.</param>
/// <param name="options">Momentum and the like; <see cref="TrainingOptions.Settings"/> holds what only the optimizer understands.</param>
public delegate Optimizer OptimizerMaker(IReadOnlyList<ParameterGroup> groups, TrainingOptions options);

/// <summary>Makes the learning rate of every step.</summary>
/// <param name="options">Rate, warm-up and the like.</param>
/// <param name="steps">Steps of the whole training.</param>
public delegate IRateSchedule ScheduleMaker(TrainingOptions options, int steps);

/// <summary>Makes random changes of a training's pictures.</summary>
/// <param name="options">Which changes, and how strong.</param>
public delegate IAugmentation AugmentationMaker(TrainingOptions options);

/// <summary>The parts of a training that options can name: Gannet's own, and those that a program adds under names of its own.</summary>
/// <remarks>Immutable, like <see cref="DetectorParts"/>. Who resumes a training hands over the same parts.</remarks>
public sealed class TrainingParts
{
    private readonly PartTable<OptimizerMaker> _optimizers;
    private readonly PartTable<ScheduleMaker> _schedules;
    private readonly PartTable<AugmentationMaker> _augmentations;

    private TrainingParts(PartTable<OptimizerMaker> optimizers, PartTable<ScheduleMaker> schedules, PartTable<AugmentationMaker> augmentations) =>
        (_optimizers, _schedules, _augmentations) = (optimizers, schedules, augmentations);

    /// <summary>Gannet's own parts.</summary>
    public static TrainingParts BuiltIn { get; } = new(OptimizerSetup.Known, RateSchedule.Known, new("training.augmentation.own"));

    /// <summary>These parts and an optimizer; <c>training.optimizer</c> names it.</summary>
    /// <exception cref="ArgumentException">There is a part of this name.</exception>
    public TrainingParts With(string name, OptimizerMaker make) => new(_optimizers.With(name, make), _schedules, _augmentations);

    /// <summary>These parts and a schedule; <c>training.decay</c> names it.</summary>
    /// <inheritdoc cref="With(string, OptimizerMaker)" path="/exception"/>
    public TrainingParts With(string name, ScheduleMaker make) => new(_optimizers, _schedules.With(name, make), _augmentations);

    /// <summary>These parts and an augmentation; <c>training.augmentation.own</c> lists it.</summary>
    /// <inheritdoc cref="With(string, OptimizerMaker)" path="/exception"/>
    public TrainingParts With(string name, AugmentationMaker make) => new(_optimizers, _schedules, _augmentations.With(name, make));

    /// <summary>Looks all names up before a training begins.</summary>
    /// <param name="options">What names them.</param>
    /// <exception cref="InvalidOptionException">There is a part of no such name; the message has the nearest.</exception>
    public void RequireKnown(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = _optimizers[options.Optimizer.Name];
        _ = _schedules[options.Decay.Name];
        foreach (var name in options.Augmentation.Own) _ = _augmentations[name];
    }

    internal Optimizer CreateOptimizer(IReadOnlyList<ParameterGroup> groups, TrainingOptions options) => _optimizers[options.Optimizer.Name](groups, options);

    internal IRateSchedule CreateSchedule(TrainingOptions options, int steps) => _schedules[options.Decay.Name](options, steps);

    // One's own come first: they see the picture as it is stored.
    internal IReadOnlyList<IAugmentation> CreateAugmentations(TrainingOptions options) =>
        [.. options.Augmentation.Own.Select(name => _augmentations[name](options)), new Augmentation(options.Augmentation)];
}
