using Gannet.Detection;
using Gannet.Torch.Nn;
using Gannet.Torch.Optim;

namespace Gannet.Training.Optimization;

/// <summary>Creates the optimizer that the training options name.</summary>
public static class OptimizerSetup
{
    internal static PartTable<OptimizerMaker> Known { get; } = new(
        "training.optimizer",
        (OptimizerKind.Sgd.Name, static (groups, options) => new Sgd(groups, options.Momentum)),
        (OptimizerKind.AdamW.Name, static (groups, _) => new AdamW(groups)),
        (OptimizerKind.Adam.Name, static (groups, _) => new Adam(groups)),
        (OptimizerKind.Nadam.Name, static (groups, _) => new Nadam(groups)),
        (OptimizerKind.RmsProp.Name, static (groups, _) => new RmsProp(groups)));

    /// <summary>Creates the optimizer over those <paramref name="parameters"/> that require a gradient.</summary>
    /// <param name="options">The optimizer, weight decay and bias rates.</param>
    /// <param name="parameters">All parameters of the detector.</param>
    /// <param name="parts">The optimizers that options can name; null for the built-in ones.</param>
    /// <exception cref="InvalidOptionException">There is no such optimizer; the message suggests the nearest.</exception>
    public static Optimizer Create(TrainingOptions options, IEnumerable<NamedTensor> parameters, TrainingParts? parts = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (parts ?? TrainingParts.BuiltIn).CreateOptimizer(Groups(options, [.. parameters]), options);
    }

    private static ParameterGroup[] Groups(TrainingOptions options, NamedTensor[] parameters)
    {
        if (options is { BiasRateFactor: 1, DecayBiases: true }) return [new(parameters, weightDecay: options.WeightDecay)];
        var isBias = parameters.ToLookup(static p => p.Name.EndsWith(".bias", StringComparison.Ordinal));
        return
        [
            new(isBias[false], weightDecay: options.WeightDecay),
            new(isBias[true], options.BiasRateFactor, options.DecayBiases ? options.WeightDecay : 0),
        ];
    }
}
