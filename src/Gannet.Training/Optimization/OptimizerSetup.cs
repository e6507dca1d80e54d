using Gannet.Torch.Nn;
using Gannet.Torch.Optim;

namespace Gannet.Training.Optimization;

/// <summary>Makes the optimizer that the training options name.</summary>
public static class OptimizerSetup
{
    /// <summary>Creates it over those of <paramref name="parameters"/> that require a gradient.</summary>
    public static Optimizer Create(TrainingOptions options, IEnumerable<NamedTensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(options);
        var groups = Groups(options, [.. parameters]);
        return options.Optimizer switch
        {
            OptimizerKind.Sgd => new Sgd(groups, options.Momentum),
            OptimizerKind.AdamW => new AdamW(groups),
            OptimizerKind.Adam => new Adam(groups),
            OptimizerKind.Nadam => new Nadam(groups),
            OptimizerKind.RmsProp => new RmsProp(groups),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "unknown optimizer"),
        };
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
