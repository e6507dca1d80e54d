using Gannet.Datasets.Synthesis;
using Gannet.Training;
using Gannet.Training.Schedules;

namespace Gannet.Cli.Demo;

/// <summary>What <c>gannet demo</c> makes and learns; with <c>presets/demo.yaml</c> the one place of its sizes and rates.</summary>
/// <remarks>Every value is a trade between the score and the eight minutes that two cores may take, the build included.</remarks>
internal sealed record DemoRecipe
{
    /// <summary>How long it takes on two cores, as <c>--help</c> says it.</summary>
    public const int Minutes = 5;

    /// <summary>The detector.</summary>
    public string Preset { get; init; } = "demo";

    /// <summary>Changes of single options of the preset, "section.key=value".</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The pictures: about a dozen cells of five kinds in each, every second one overlapping another.</summary>
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

    /// <summary>The same with other pictures and another course of the training, or a shorter one.</summary>
    public DemoRecipe With(int seed, int? maxSteps) => this with
    {
        Data = Data with { Fields = Data.Fields with { Seed = seed } },
        Training = Training with { Seed = seed, MaxSteps = maxSteps },
    };
}
