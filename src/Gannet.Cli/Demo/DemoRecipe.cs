using Gannet.Datasets.Synthesis;
using Gannet.Training;
using Gannet.Training.Schedules;

namespace Gannet.Cli.Demo;

/// <summary>What <c>gannet demo</c> generates and learns. All its sizes and rates are here and in <c>presets/demo.yaml</c>.</summary>
/// <remarks>Every value is a compromise between the score and the limit of eight minutes on two cores, including the build.</remarks>
internal sealed record DemoRecipe
{
    /// <summary>How many minutes it takes on two cores; <c>--help</c> shows it.</summary>
    public const int Minutes = 5;

    /// <summary>The detector.</summary>
    public string Preset { get; init; } = "demo";

    /// <summary>Changes to single options of the preset, "section.key=value".</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The pictures: each has about a dozen cells of five kinds, half of which overlap another.</summary>
    public SmearDatasetOptions Data { get; init; } = new() { Images = 240, Validation = 48 };

    /// <summary>The training; its seed decides the pictures too.</summary>
    public TrainingOptions Training { get; init; } = new()
    {
        Epochs = 6,
        BatchSize = 4,
        Rate = 0.02,
        WarmupSteps = 30,
        Decay = RateDecay.Cosine,
        ValidateEvery = 2,
    };

    /// <summary>The same recipe with a different seed for pictures and training, or a shorter training.</summary>
    public DemoRecipe With(int seed, int? maxSteps) => this with
    {
        Data = Data with { Fields = Data.Fields with { Seed = seed } },
        Training = Training with { Seed = seed, MaxSteps = maxSteps },
    };
}
