using System.Globalization;
using Gannet.Detection.Engines;
using Gannet.Torch.Optim;
using Gannet.Training.Augmentations;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;

namespace Gannet.Training;

/// <summary>How long, how fast and on what terms to train.</summary>
public sealed record TrainingOptions
{
    private const int MostBatches = 4096, MostUnread = 10_000;

    /// <summary>Passes over the training pictures.</summary>
    /// <value>12, the field's "1×" schedule; a few hundred pictures learn most in 6.</value>
    public int Epochs { get; init; } = 12;

    /// <summary>Stops after so many steps, whatever the epochs; null for no such limit.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Pictures a step.</summary>
    /// <value>4.</value>
    public int BatchSize { get; init; } = 4;

    /// <summary>Batches whose gradients make up one step; their losses are averaged.</summary>
    /// <value>1. More stand for a larger batch than memory holds; norms that learn still see one batch at a time.</value>
    public int Accumulate { get; init; } = 1;

    /// <summary>Steps between two reads of losses and gradient norm; reports come as often, and so does the check for NaN.</summary>
    /// <value>1. A read waits for the device, which costs nothing on a processor; a step that is not finite changes no weight either way.</value>
    public int LogInterval { get; init; } = 1;

    /// <summary>Learning rate after warm-up.</summary>
    /// <value>.01, for 4 pictures a step; torchvision's .02 is for 16 pictures.</value>
    public double Rate { get; init; } = 0.01;

    /// <summary>What layers compute with; weights and losses are of 32 bits.</summary>
    /// <value>fp32. bf16 needs a processor with AVX512-BF16.</value>
    public Precision Precision { get; init; }

    /// <summary>Which optimizer.</summary>
    /// <value>SGD with momentum, as every published Faster R-CNN.</value>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>Share of the last step that SGD keeps.</summary>
    /// <value>.9.</value>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Pull of the weights towards zero.</summary>
    /// <value>1e-4, as torchvision's reference training.</value>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Multiplies the learning rate of every bias.</summary>
    /// <value>1. Caffe's detectors, and simple-faster-rcnn after them, use 2 together with <see cref="DecayBiases"/> off.</value>
    public double BiasRateFactor { get; init; } = 1;

    /// <summary>Whether biases decay like other weights.</summary>
    /// <value>True, as torchvision's reference training.</value>
    public bool DecayBiases { get; init; } = true;

    /// <summary>Which layers are trained, and to which epoch: heads, 3+, 4+, 5+, all or a pattern of parameter names.</summary>
    /// <value>
    /// None: as backbone.trainable_stages says. "heads:2,4+:4,all" trains the heads to the end of epoch 2, then also the backbone from
    /// C4 on to the end of epoch 4, then everything.
    /// </value>
    public string? Layers { get; init; }

    /// <summary>The first stage of the backbone that is trained, by name or number; −1 or none for new layers only.</summary>
    /// <value>None given: as <see cref="Layers"/> or backbone.trainable_stages say. 0 is the first stage: everything is trained.</value>
    public string? TrainFrom { get; init; }

    /// <summary>Steps over which the rate rises from nothing.</summary>
    /// <value>100, but no more than a quarter of the training.</value>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>How the rate falls after warm-up.</summary>
    public RateDecay Decay { get; init; } = RateDecay.Step;

    /// <summary>Share of the training after which <see cref="RateDecay.Step"/> divides the rate by ten.</summary>
    /// <value>.75.</value>
    public double DecayAfter { get; init; } = 0.75;

    /// <summary>Instead of <see cref="Decay"/>: after which share of the training the rate becomes which multiple of <see cref="Rate"/>, in order.</summary>
    /// <value>None. kerod's [[0.667, 0.1], [0.833, 0.01]] divides by ten after epochs 8 and 10 of 12.</value>
    public double[][] RateSteps { get; init; } = [];

    /// <summary>Largest joint norm of the gradients; 0 for none.</summary>
    /// <value>10: only outliers are clipped.</value>
    public double ClipNorm { get; init; } = 10;

    /// <summary>Largest absolute value of a gradient element; 0 for none.</summary>
    public double ClipValue { get; init; }

    /// <summary>Whether pictures of similar shape come in one batch, which saves padding.</summary>
    /// <value>True.</value>
    public bool GroupByAspect { get; init; } = true;

    /// <summary>The random changes of the pictures.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>What parts of a program's own want to know, by names of their own; Gannet's parts read none.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>Epochs between two validations; the last epoch is always validated.</summary>
    /// <value>1: after each.</value>
    public int ValidateEvery { get; init; } = 1;

    /// <summary>Decides initial weights, the order of pictures, augmentation and sampling.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks every value once.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate()
    {
        Require(Epochs >= 1, "epochs", Epochs, "at least 1");
        Require(MaxSteps is null or >= 1, "max_steps", MaxSteps ?? 0, "at least 1");
        Require(BatchSize is >= 1 and <= MostBatches, "batch_size", BatchSize, $"from 1 to {MostBatches}");
        Require(Accumulate is >= 1 and <= MostBatches, "accumulate", Accumulate, $"from 1 to {MostBatches}");
        Require(LogInterval is >= 1 and <= MostUnread, "log_interval", LogInterval, $"from 1 to {MostUnread}");
        Require(ValidateEvery >= 1, "validate_every", ValidateEvery, "at least 1");
        Require(Rate > 0 && double.IsFinite(Rate), "rate", Rate, "positive");
        Require(Momentum is >= 0 and < 1, "momentum", Momentum, "from 0 to below 1");
        Require(WeightDecay >= 0, "weight_decay", WeightDecay, "0 or more");
        Require(BiasRateFactor >= 0 && double.IsFinite(BiasRateFactor), "bias_rate_factor", BiasRateFactor, "0 or more");
        if (Layers is not null && TrainFrom is not null)
            throw InvalidOptionException.Contradiction("training.layers", "training.layers and training.train_from both say what is trained; give one of them.");
        Require(WarmupSteps >= 0, "warmup_steps", WarmupSteps, "0 or more");
        Require(DecayAfter is > 0 and <= 1, "decay_after", DecayAfter, "from 0 to 1");
        RequireSteps(RateSteps);
        Require(ClipNorm >= 0, "clip_norm", ClipNorm, "0 or more");
        Require(ClipValue >= 0, "clip_value", ClipValue, "0 or more");
        Augmentation.Validate();
    }

    private static void RequireSteps(double[][]? steps)
    {
        var last = 0.0;
        foreach (var step in steps ?? [[]])
        {
            if (step is not [var share, var factor] || !(share > last) || !(share < 1) || !(factor > 0) || !double.IsFinite(factor))
                throw new InvalidOptionException(
                    "training.rate_steps", $"[{string.Join(", ", (steps ?? []).Select(Text))}]", "a list of [share, factor]: shares rising between 0 and 1, factors above 0");
            last = share;
        }
    }

    private static string Text(double[]? step) => $"[{string.Join(", ", (step ?? []).Select(static v => v.ToString(CultureInfo.InvariantCulture)))}]";

    private static void Require(bool holds, string name, double value, string range) =>
        InvalidOptionException.ThrowUnless(holds, $"training.{name}", value, range);
}
