using System.Globalization;
using Gannet.Detection.Engines;
using Gannet.Detection.Merging;
using Gannet.Torch.Optim;
using Gannet.Training.Augmentations;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;

namespace Gannet.Training;

/// <summary>How to train: duration, rates, optimizer and augmentation.</summary>
public sealed record TrainingOptions
{
    private const int MostBatches = 4096, MostUnread = 10_000, MostKept = 100, MostAveraged = 1000, LeastTile = TiledDetectionOptions.LeastSide;
    private const int EnoughForNorms = 200; // as many as detectron2's PreciseBN has batches
    private const int MostMinutes = 60 * 24 * 60; // sixty days

    /// <summary>Number of passes over the training images.</summary>
    /// <value>12, the usual "1×" schedule; on a few hundred images, 6 reach most of the accuracy.</value>
    public int Epochs { get; init; } = 12;

    /// <summary>Stops after this many steps, regardless of epochs; null for no limit.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Trains for as many steps as fit into this time, validation included; replaces <see cref="Epochs"/>. Null for no limit.</summary>
    /// <value>Null. The schedule of rates ends with the time; see docs/training.md.</value>
    public double? Minutes { get; init; }

    /// <summary>Images per batch, of all workers together.</summary>
    /// <value>4. Several workers divide it evenly, so that their number does not change what is learnt.</value>
    public int BatchSize { get; init; } = 4;

    /// <summary>Number of batches per step; their losses are averaged.</summary>
    /// <value>1. More simulate a batch too large for memory; trainable batch norms still see one batch at a time.</value>
    public int Accumulate { get; init; } = 1;

    /// <summary>Whether norms that learn use the statistics of the whole batch where several workers share it.</summary>
    /// <value>False: each worker normalises by its own part. True costs two exchanges per norm forward and one backward.</value>
    public bool SyncNorm { get; init; }

    /// <summary>Steps between two reads of losses and gradient norm; reports and the check for NaN come with each read.</summary>
    /// <value>1. A read waits for the device, which is free on a CPU. A step that is not finite never changes a weight.</value>
    public int LogInterval { get; init; } = 1;

    /// <summary>Learning rate after warm-up.</summary>
    /// <value>.01, for 4 images per step; torchvision's .02 is for 16 images.</value>
    public double Rate { get; init; } = 0.01;

    /// <summary>Precision of the layers' arithmetic; weights and losses are always 32-bit.</summary>
    /// <value>fp32. bf16 needs a processor with AVX512-BF16.</value>
    public Precision Precision { get; init; }

    /// <summary>The optimizer.</summary>
    /// <value>SGD with momentum, as in every published Faster R-CNN.</value>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>Momentum of SGD: the share of the previous step that it keeps.</summary>
    /// <value>.9.</value>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay: the pull of the weights towards zero.</summary>
    /// <value>1e-4, as in torchvision's reference training.</value>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Multiplies the learning rate of every bias.</summary>
    /// <value>1. Caffe's detectors and simple-faster-rcnn use 2 with <see cref="DecayBiases"/> off.</value>
    public double BiasRateFactor { get; init; } = 1;

    /// <summary>Whether biases decay like other weights.</summary>
    /// <value>True, as in torchvision's reference training.</value>
    public bool DecayBiases { get; init; } = true;

    /// <summary>Which layers are trained, and until which epoch: heads, 3+, 4+, 5+, all or a pattern of parameter names.</summary>
    /// <value>
    /// None: backbone.trainable_stages decides. "heads:2,4+:4,all" trains the heads until the end of epoch 2, then also the backbone
    /// from C4 until the end of epoch 4, then everything.
    /// </value>
    public string? Layers { get; init; }

    /// <summary>The first trained stage of the backbone, by name or number; −1 or none for new layers only.</summary>
    /// <value>Null: <see cref="Layers"/> or backbone.trainable_stages decides. 0 is the first stage: everything is trained.</value>
    public string? TrainFrom { get; init; }

    /// <summary>Steps over which the rate rises from zero.</summary>
    /// <value>100, but no more than a quarter of the training.</value>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>How the rate falls after warm-up.</summary>
    public RateDecay Decay { get; init; } = RateDecay.Step;

    /// <summary>Share of the training after which <see cref="RateDecay.Step"/> divides the rate by ten.</summary>
    /// <value>.75.</value>
    public double DecayAfter { get; init; } = 0.75;

    /// <summary>Replaces <see cref="Decay"/>: pairs of a share of the training and the factor on the rate after it, in order.</summary>
    /// <value>None. kerod's [[0.667, 0.1], [0.833, 0.01]] divides by ten after epochs 8 and 10 of 12.</value>
    public double[][] RateSteps { get; init; } = [];

    /// <summary>Decay of the moving average of the weights, which is validated and saved instead of them; 0 for none.</summary>
    /// <value>0; .998 suits a few hundred steps and more.</value>
    public double EmaDecay { get; init; }

    /// <summary>The last model is the mean of the weights at the ends of this many last epochs; 0 for the weights after the last step.</summary>
    /// <value>0. With <see cref="Minutes"/>, that many moments evenly spaced over the last quarter of the schedule.</value>
    public int AverageLast { get; init; }

    /// <summary>Number of training images from which the running statistics of norms that learn are computed anew at the end; 0 for none.</summary>
    /// <value>Null: none; 200 with <see cref="AverageLast"/>, because averaged weights have other statistics than any of those that are averaged.</value>
    public int? RecomputeNorms { get; init; }

    /// <summary>Largest joint norm of all gradients; 0 for no limit.</summary>
    /// <value>10, which clips only outliers.</value>
    public double ClipNorm { get; init; } = 10;

    /// <summary>Largest absolute value of a gradient element; 0 for no limit.</summary>
    public double ClipValue { get; init; }

    /// <summary>Whether batches contain images of similar aspect ratio, which saves padding.</summary>
    /// <value>True.</value>
    public bool GroupByAspect { get; init; } = true;

    /// <summary>Images with a class that a smaller share of the images contains come more than once per epoch; 0 for none.</summary>
    /// <value>0. LVIS (Gupta et al. 2019), with a thousand classes, uses .001.</value>
    public double RepeatThreshold { get; init; }

    /// <summary>Side of the tiles that larger images are cut into, in pixels of the image; 0 to train on whole images.</summary>
    /// <value>0. For small objects in large images; validation looks at whole images.</value>
    public int Tiles { get; init; }

    /// <summary>Least share of its side that a tile has in common with the next.</summary>
    /// <value>.2: an object up to that size is whole in one of them.</value>
    public double TileOverlap { get; init; } = 0.2;

    /// <summary>Smallest share of an object's box that a tile must show to contain the object.</summary>
    /// <value>.3.</value>
    public double TileVisibility { get; init; } = 0.3;

    /// <summary>Most tiles without objects for each tile with some; which ones is drawn from the seed.</summary>
    /// <value>1.</value>
    public double EmptyTiles { get; init; } = 1;

    /// <summary>How many times larger than the detector's input images may be: larger ones are reduced when they are read; 0 to leave all as they are.</summary>
    /// <value>0. Augmentations take as long as their images are large; 1.5 leaves pixels enough for enlarging by that. Tiles are not reduced.</value>
    public double WorkingScale { get; init; }

    /// <summary>The random changes to the training images.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>Settings for a program's own parts, by name; the built-in parts do not read them.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>Epochs between two validations; the last epoch is always validated.</summary>
    /// <value>1: after each.</value>
    public int ValidateEvery { get; init; } = 1;

    /// <summary>Ends the training after this many validations in a row without a better AP; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>What happens after a loss or gradient that is not finite.</summary>
    /// <value>Stop. A step that is not finite never changes a weight.</value>
    public NonFiniteAction OnNan { get; init; }

    /// <summary>Number of checkpoints that are kept: the last one, to resume from, and those before it.</summary>
    /// <value>1.</value>
    public int Keep { get; init; } = 1;

    /// <summary>Seed of initial weights, image order, augmentation and sampling.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Images from which the statistics of norms are computed anew at the end of the training.</summary>
    internal int NormImages => RecomputeNorms ?? (AverageLast > 0 ? EnoughForNorms : 0);

    /// <summary>Checks every value once.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate()
    {
        Require(Epochs >= 1, "epochs", Epochs, "at least 1");
        Require(MaxSteps is null or >= 1, "max_steps", MaxSteps ?? 0, "at least 1");
        Require(Minutes is null or (> 0 and <= MostMinutes), "minutes", Minutes ?? 0, $"above 0 and at most {MostMinutes}");
        Require(EmaDecay is >= 0 and < 1, "ema_decay", EmaDecay, "from 0 to below 1");
        Require(AverageLast is >= 0 and <= MostAveraged, "average_last", AverageLast, $"from 0 to {MostAveraged}");
        Require(RecomputeNorms is null or >= 0, "recompute_norms", RecomputeNorms ?? 0, "0 or more");
        RequireOneAverage();
        Require(Patience >= 0, "patience", Patience, "0 or more");
        Require(Keep is >= 1 and <= MostKept, "keep", Keep, $"from 1 to {MostKept}");
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
        Require(RepeatThreshold is >= 0 and <= 1, "repeat_threshold", RepeatThreshold, "from 0 to 1");
        Require(Tiles is 0 or >= LeastTile, "tiles", Tiles, $"0 or at least {LeastTile}");
        Require(TileOverlap is >= 0 and <= 0.9, "tile_overlap", TileOverlap, "from 0 to 0.9");
        Require(TileVisibility is > 0 and <= 1, "tile_visibility", TileVisibility, "above 0 and at most 1");
        Require(EmptyTiles is >= 0 and <= 100, "empty_tiles", EmptyTiles, "from 0 to 100");
        Require(WorkingScale is 0 or (>= 1 and <= 100), "working_scale", WorkingScale, "0, or from 1 to 100");
        Augmentation.Validate();
    }

    private void RequireOneAverage()
    {
        if (AverageLast > 0 && EmaDecay > 0)
        {
            throw InvalidOptionException.Contradiction(
                "training.average_last", "training.average_last and training.ema_decay both average the weights; set one of them to 0.");
        }

        if (Patience > 0 && (AverageLast > 0 || RecomputeNorms > 0))
        {
            var name = AverageLast > 0 ? "training.average_last" : "training.recompute_norms";
            throw InvalidOptionException.Contradiction(
                name, $"training.patience may end the training after any epoch, but {name} must know which one is the last; set one of them to 0.");
        }
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
