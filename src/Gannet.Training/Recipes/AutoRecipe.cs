using System.Globalization;
using Gannet.Detection.Backbones;
using Gannet.Detection.Engines;
using Gannet.Detection.Models;
using Gannet.Detection.RoiHeads;
using Gannet.Torch.Nn;
using Gannet.Training.Augmentations;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;

namespace Gannet.Training.Recipes;

/// <summary>Chooses detector and training by rules from the data, the weights and a few timed steps; docs/recipe.md gives their reasons.</summary>
public sealed class AutoRecipe
{
    /// <summary>The name for <c>--preset</c>.</summary>
    public const string Name = "auto";

    /// <summary>Minutes if none are given.</summary>
    public const double DefaultMinutes = 30;

    // Passes over the pictures: fewer teach too little; where there is time for more than the second number, larger inputs pay.
    private const double FewPasses = 8, FewPassesFromScratch = 20, ManyPasses = 60;

    // The time of a training that is not steps: reading, validation, report.
    private const double StepShare = 0.85;

    // No smaller or larger than this times the size that the objects ask for.
    private const double LeastScale = 0.7, MostScale = 1.5;

    // Pictures with a class that fewer than this share of them contain come more often.
    private const double RareShare = 0.1;

    private readonly DataProfile _data;
    private readonly StartingWeights _weights;
    private readonly RecipeLimits _limits;
    private readonly List<RecipeChoice> _choices = [];
    private readonly List<string> _warnings = [];

    private AutoRecipe(DataProfile data, StartingWeights weights, RecipeLimits limits) => (_data, _weights, _limits) = (data, weights, limits);

    /// <summary>Chooses.</summary>
    /// <param name="data">The training pictures.</param>
    /// <param name="weights">What training starts from.</param>
    /// <param name="limits">Time and machine.</param>
    public static Recipe Choose(DataProfile data, StartingWeights weights, RecipeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(limits);
        return new AutoRecipe(data, weights, limits).Choose();
    }

    private bool IsPretrained => _weights.Backbone is not null;

    private Recipe Choose()
    {
        var size = InputSize.For(_data);
        var training = Training(size);
        var detector = Detector(size);
        var pace = _limits.TimeStep(detector, training);
        var passes = Passes(pace);
        var fitted = Fit(size, passes);
        if (fitted != size)
        {
            detector = Detector(fitted);
            pace = pace with { Seconds = pace.Seconds * fitted.Pixels(_data) / size.Pixels(_data) };
            (size, passes) = (fitted, Passes(pace));
        }

        if (passes < Few)
        {
            _warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{_limits.Minutes:0.#} minutes are {passes:0.#} passes over the pictures, fewer than the {Few:0} that teach most of it; about {_limits.Minutes * Few / Math.Max(passes, 0.01):0} minutes would do."));
        }

        training = WithAugmentation(training, passes, passes * pace.StepsPerPass);
        Say("input", size.Tile > 0 ? $"tiles of {size.Tile} pixels at {size.ShortSide}" : $"short side {size.ShortSide}, long side up to {size.LongSide}", size.Why);
        Describe(detector, training, size, (pace.Seconds, passes));
        return new(detector with { Description = "chosen by gannet train --preset auto" }, training, _choices, _warnings);
    }

    private double Few => IsPretrained ? FewPasses : FewPassesFromScratch;

    private double Passes(StepPace pace) => _limits.Minutes * 60 * StepShare / pace.Seconds / pace.StepsPerPass;

    // Time decides between seeing more and seeing larger.
    private InputSize Fit(InputSize size, double passes)
    {
        if (passes < Few)
        {
            return size.Scaled(_data, Math.Max(LeastScale, Math.Sqrt(passes / Few)), string.Create(CultureInfo.InvariantCulture,
                $"smaller than the {size.ShortSide} that '{_data.SmallestName}' asks for, so that there are more passes"));
        }

        return passes > ManyPasses
            ? size.Scaled(_data, Math.Min(MostScale, Math.Sqrt(passes / ManyPasses)), string.Create(CultureInfo.InvariantCulture,
                $"larger than the {size.ShortSide} that '{_data.SmallestName}' asks for: there is time"))
            : size;
    }

    private DetectorOptions Detector(InputSize size)
    {
        var preset = Base();
        preset = preset with { Detections = preset.Detections with { Tiles = size.Tile, SoftNms = SoftNmsKind.Gaussian, ScoreThreshold = 0.01f } };
        var transform = preset.Transform with { MinSize = size.ShortSide, MaxSize = size.LongSide };
        if (_weights.IsDetector || !preset.Backbone.Name.StartsWith("resnet", StringComparison.Ordinal))
            return preset with { Transform = transform };

        string[] outputs = Stages(size);
        var anchors = AnchorFit.Of(_data, size, outputs.Length + 1);
        return preset with
        {
            Transform = transform,
            Backbone = preset.Backbone with
            {
                Outputs = outputs,
                Norm = preset.Backbone.Norm with { Kind = IsPretrained ? NormKind.Frozen : NormKind.Batch },
                TrainableStages = IsPretrained ? preset.Backbone.TrainableStages : BackboneOptions.AllStages,
            },
            Neck = preset.Neck with { Channels = 128 },
            Anchors = preset.Anchors with { Sizes = [.. anchors.Sizes.Select(static s => new[] { s })], Ratios = anchors.Ratios },
            Proposals = preset.Proposals with
            {
                Samples = Minibatch(most: 256, least: 64),
                BeforeNmsTraining = 1000,
                AfterNmsTraining = 500,
                BeforeNms = 500,
                AfterNms = 300,
            },
            // The fraction is kept where there is little foreground: otherwise the first thing to learn is that all is background.
            Head = preset.Head with { Samples = Minibatch(most: 256, least: 32), KeepRatio = true },
        };
    }

    private DetectorOptions Base() => Presets.Get(_weights.Backbone switch
    {
        "resnet50" => "faster-rcnn-resnet50-fpn",
        "mobilenet-v3-large" => "faster-rcnn-mobilenet-v3-large-fpn",
        "vgg16" => "faster-rcnn-vgg16",
        "densenet121" => "matterport-densenet121-fpn",
        "resnet101" or "resnet34" or "densenet169" => "faster-rcnn-resnet18-fpn",
        _ => "faster-rcnn-resnet18-fpn",
    }, Renamed());

    private string[] Renamed() => _weights.Backbone is "resnet101" or "resnet34" or "densenet169" ? [$"backbone.name={_weights.Backbone}"] : [];

    // The finest map costs as much as all others together, and only small objects need it; a stage without weights is not worth its time.
    private string[] Stages(InputSize size)
    {
        const double SmallSide = 28;
        var first = size.Objects(_data).Smallest < SmallSide ? 1 : 2;
        var last = IsPretrained && _weights.Stages.Count > 0 ? _weights.Stages.Count : 4;
        return [.. Enumerable.Range(first, Math.Max(1, last - first + 1)).Select(static k => $"layer{k}")];
    }

    // About sixteen samples for each object: with one object a picture, hundreds of samples are nearly all background.
    private int Minibatch(int most, int least)
    {
        var wanted = 16 * _data.ObjectsPerPicture.Most;
        var size = least;
        while (size < wanted && size < most) size *= 2;
        return size;
    }

    private TrainingOptions Training(InputSize size) => new()
    {
        Minutes = _limits.Minutes,
        Tiles = size.Tile,
        RepeatThreshold = _data.RarestClass < RareShare ? RareShare : 0,
        BatchSize = size.Tile > 0 ? 4 : Math.Clamp(_data.Pictures / 16, 1, 4),
        Optimizer = OptimizerKind.AdamW,
        Rate = IsPretrained ? 3e-4 : 5e-4,
        WeightDecay = 0.05,
        WarmupSteps = 50,
        Decay = RateDecay.Cosine,
        EmaDecay = 0.99,
        Precision = _limits.HasBFloat16 ? Precision.BFloat16 : Precision.Float32,
    };

    private static TrainingOptions WithAugmentation(TrainingOptions training, double passes, double steps)
    {
        const double ToRepeat = 12;
        return training with
        {
            // The average spans about a twentieth of the training.
            EmaDecay = Math.Round(Math.Clamp(1 - 20 / Math.Max(steps, 1), 0.9, 0.9998), 4),
            Augmentation = new AugmentationOptions { ColourJitter = passes > ToRepeat ? 0.2 : 0 },
        };
    }

    private void Describe(DetectorOptions detector, TrainingOptions training, InputSize size, (double Seconds, double Passes) pace)
    {
        var (seconds, passes) = pace;
        var objects = size.Objects(_data);
        string Number(double value, string format = "0.##") => value.ToString(format, CultureInfo.InvariantCulture);
        Say("backbone", detector.Backbone.Name, IsPretrained ? "the one of the weights" : "small enough to learn from scratch");
        Say("maps", string.Join(", ", detector.Backbone.Outputs is [] ? ["the preset's"] : detector.Backbone.Outputs),
            detector.Backbone.Outputs is ["layer1", ..] ? "small objects need the finest map" : "no object is so small that it needs a finer map");
        Say("anchors", $"{detector.Anchors.Sizes.Length} levels, sides {string.Join(", ", detector.Anchors.Sizes.Select(static s => string.Join("+", s)))}, height to width {string.Join(", ", detector.Anchors.Ratios.Select(static r => r.ToString("0.##", CultureInfo.InvariantCulture)))}",
            $"objects have sides from {Number(objects.Low, "0")} to {Number(objects.High, "0")} pixels");
        Say("minibatch", $"{detector.Proposals.Samples} anchors, {detector.Head.Samples} regions", $"pictures hold up to {Number(_data.ObjectsPerPicture.Most)} objects");
        if (training.RepeatThreshold > 0) Say("sampling", $"pictures with rare classes come more often, threshold {Number(training.RepeatThreshold)}", $"one class is in {_data.RarestClass:P0} of the pictures");
        Say("suppression", "soft", "neighbours that overlap are not lost");
        Say("step", $"{training.BatchSize} pictures, {(training.Precision == Precision.BFloat16 ? "bf16" : "fp32")}", $"{Number(seconds)} s here");
        Say("schedule", $"{Number(_limits.Minutes)} minutes, AdamW from {Number(training.Rate, "0.#####")} by a cosine, weights averaged with decay {Number(training.EmaDecay, "0.####")}",
            $"about {Number(passes, "0.#")} passes");
        Say("augmentation", training.Augmentation.ColourJitter > 0 ? "mirrored, colours varied" : "mirrored", "no more than the passes need");
    }

    private void Say(string what, string value, string why) => _choices.Add(new(what, value, why));
}
