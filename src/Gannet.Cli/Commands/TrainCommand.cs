using System.CommandLine;
using System.Globalization;
using Gannet.Cli.Distributed;
using Gannet.Cli.Memory;
using Gannet.Cli.Options;
using Gannet.Cli.Output;
using Gannet.Cli.Parsing;
using Gannet.Detection.Engines;
using Gannet.Detection.Models;
using Gannet.Detection.Models.Weights;
using Gannet.Torch;
using Gannet.Torch.Distributed;
using Gannet.Training;
using Gannet.Training.Diagnosis;
using Gannet.Training.Optimization;
using Gannet.Training.Profiling;
using Gannet.Training.Recipes;
using Gannet.Training.Setup;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet train</c>: trains a detector on pictures with boxes.</summary>
internal sealed class TrainCommand : GannetCommand
{
    // The options that every preset has are checked with this one.
    private const string FixedPreset = "faster-rcnn-resnet18-fpn";

    private const string MinSize = "transform.min_size", MaxSize = "transform.max_size";

    private static readonly TrainingOptions s_defaults = new();

    private readonly Option<string[]> _data = new("--data")
    {
        Description = "Folder of the data set (COCO, VOC, YOLO, CSV), or its annotation file. Repeatable: several are learnt together.",
        HelpName = "DIR|FILE",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _preset = new("--preset")
    {
        Description = "A preset from 'gannet model presets', a YAML file, or auto: chosen from data, weights, machine and time [default: auto].",
        HelpName = "NAME",
    };

    private readonly Option<double?> _minutes = new("--minutes")
    {
        Description = string.Create(CultureInfo.InvariantCulture,
            $"Train for so long, validation and report included, instead of for --epochs [default: {AutoRecipe.DefaultMinutes} with auto]."),
        HelpName = "N",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Folder for models, checkpoint, metrics and report; required to train.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _trainSplit = new("--train-split")
    {
        Description = "Split to learn from; default: one named train…, otherwise all except val… and test….",
        HelpName = "NAME",
    };

    private readonly Option<string?> _valSplit = new("--val-split")
    {
        Description = "Split to score after each epoch; default: one named val…, otherwise every fifth picture is held out.",
        HelpName = "NAME|none",
    };

    private readonly Option<string?> _images = new("--images")
    {
        Description = "Folder of the pictures, if the data set does not name it.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "Start from this model or backbone (.pth or safetensors) instead of from scratch.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _epochs = new("--epochs")
    {
        Description = $"Passes over the training pictures [default: {s_defaults.Epochs}, or the preset's].",
        HelpName = "N",
    };

    private readonly Option<int?> _maxSteps = new("--max-steps") { Description = "Stop after this many steps.", HelpName = "N" };

    private readonly Option<int?> _batch = new("--batch")
    {
        Description = $"Pictures per batch [default: {s_defaults.BatchSize}, or the preset's].",
        HelpName = "N",
    };

    private readonly Option<int?> _accumulate = new("--accumulate")
    {
        Description = $"Batches whose gradients make up one step [default: {s_defaults.Accumulate}, or the preset's].",
        HelpName = "N",
    };

    private readonly Option<bool> _syncNorm = new("--sync-norm")
    {
        Description = "With several processes: norms that learn see the whole batch, not each process's part of it.",
    };

    private readonly Option<int?> _minSize = new("--min-size")
    {
        Description = "Length of the shorter side after scaling, in pixels.",
        HelpName = "N",
    };

    private readonly Option<int?> _maxSize = new("--max-size") { Description = "Maximum length of the longer side, in pixels.", HelpName = "N" };

    private readonly Option<double?> _rate = new("--lr")
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"Learning rate after warm-up [default: {s_defaults.Rate}, or the preset's]."),
        HelpName = "X",
    };

    private readonly Option<int?> _seed = new("--seed")
    {
        Description = $"Seed of weights, order, augmentation and sampling [default: {s_defaults.Seed}].",
        HelpName = "N",
    };

    private readonly Option<int?> _patience = new("--patience")
    {
        Description = "End after so many validations without a better AP [default: never, or the preset's].",
        HelpName = "N",
    };

    private readonly Option<int?> _keep = new("--keep")
    {
        Description = $"Checkpoints to keep, the last one and those before it [default: {s_defaults.Keep}].",
        HelpName = "N",
    };

    private readonly Option<NonFiniteAction?> _onNan = new("--on-nan")
    {
        Description = "What to do after a step that is not finite: stop, or skip it [default: stop].",
        HelpName = "stop|skip",
    };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print problems only." };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Resume from the checkpoint in --out, also for more --epochs; without a checkpoint, start from the beginning.",
    };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace an earlier training in --out." };

    private readonly Option<bool> _checkGradients = new("--check-gradients")
    {
        Description = "Train nothing: list the parameters that get no gradient from the first batch; exit code 1 if there are any.",
    };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = $"Trace steps {StepProfile.Skipped + 1} to {StepProfile.Skipped + StepProfile.Traced} into this JSON file, which chrome://tracing and Perfetto open.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Stop at the first bad record instead of leaving it out." };
    private readonly DeviceOption _device = new();
    private readonly PrecisionOption _precision;
    private readonly LayerOptions _layers;
    private readonly WorldOptions _world;
    private readonly SetOption _set = new()
    {
        Description = "Change one option of the preset, e.g. --set proposals.nms_threshold=0.6, or of the training, e.g. "
            + "--set training.weight_decay=0.0005. Repeatable.",
    };


    public TrainCommand(CommandContext context)
        : base(context, "train", "Trains a detector on annotated pictures.")
    {
        Option[] options =
        [
            _data, _out, _preset, _minutes, _weights, _trainSplit, _valSplit, _images, _epochs, _maxSteps, _batch, _accumulate, _syncNorm, _minSize, _maxSize, _rate,
            _seed, _resume, _overwrite, _keep, _patience, _onNan, _checkGradients, _profile, _strict, _quiet, _device, _set,
        ];
        foreach (var option in options) Options.Add(option);
        _precision = new(this);
        _layers = new(this);
        _world = new(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_out) is null && !result.GetValue(_checkGradients)) result.AddError("Option '--out' is required.");
        });
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var start = Context.Time.GetTimestamp();
        if (parse.GetValue(_minutes) is not null && parse.GetValue(_epochs) is not null)
            throw new UsageException("--minutes and --epochs both say how long to train; give only one of them.");
        RequireOwnFolder(parse);
        if (_world.Launch(parse, Context, cancellation) is { } code) return code;
        NativeHeaps.Share();
        if (parse.GetValue(_checkGradients) && WorkerGroup.IsOther) return ExitCode.Done;
        var device = _device.Of(parse, Context);
        using var group = parse.GetValue(_checkGradients) ? null : JoinWorkers(parse, _world, device);
        if (NamedPreset(parse) is { } named) return Train(parse, named, data: null, device, group, start, cancellation);
        var (_, _, settings) = ReadOptions(parse, FixedPreset); // report mistakes before reading the data
        var data = ReadData(parse);
        using var chosen = ChosenPreset.For(
            data.Training, parse.GetValue(_weights), parse.GetValue(_minutes) ?? AutoRecipe.DefaultMinutes, (Given(MinSize), Given(MaxSize)), ReadChanged, device, group,
            cancellation);
        chosen.Describe(Context.Error, Messages(parse), parse.GetValue(_out) is { } path ? new RunFolder(path) : null);
        return Train(parse, chosen.File, data, device, group, start, cancellation);

        (TrainingOptions, DetectorOptions) ReadChanged(string preset)
        {
            var (training, detector, _) = ReadOptions(parse, preset);
            return (training, detector);
        }

        int? Given(string side) => OptionSettings.Value(settings, side) is { } text && int.TryParse(text, CultureInfo.InvariantCulture, out var pixels) ? pixels : null;
    }

    private int Train(ParseResult parse, string preset, TrainingData? data, Device device, ProcessGroup? group, long start, CancellationToken cancellation)
    {
        var (options, detectorOptions, settings) = ReadOptions(parse, preset); // report mistakes before reading the data
        PrecisionOption.Checked(options.Precision, device);
        data = (data ?? ReadData(parse)).For(detectorOptions);
        var (detector, weights) = DetectorSetup.Create(
            preset, settings, data.Training.Classes, parse.GetValue(_weights), options.Seed, name: parse.GetValue(_preset) ?? AutoRecipe.Name);
        using (detector)
        {
            Describe(weights, parse.GetValue(_weights), Messages(parse));
            detector.To(device);
            var layers = LayerOptions.Describe(options, detector, Messages(parse));
            if (parse.GetValue(_checkGradients))
            {
                layers?.Apply(detector, epoch: 1);
                return GradientReport.Write(Context, detector, data.Training, options, cancellation);
            }

            var folder = new RunFolder(parse.GetValue(_out)!);
            var run = new TrainingRun(Context, detector, data, options, folder, parse.GetValue(_strict))
            {
                IsQuiet = parse.GetValue(_quiet),
                Profile = parse.GetValue(_profile),
                Group = group,
                UsedBefore = Context.Time.GetElapsedTime(start),
            };
            run.Run(parse.GetValue(_resume), cancellation);
        }

        return ExitCode.Done;
    }

    // Null where the rules are to choose. A training that was chosen by them resumes with what they chose then.
    private string? NamedPreset(ParseResult parse)
    {
        var named = parse.GetValue(_preset);
        if (named is not null and not AutoRecipe.Name) return named;
        var folder = parse.GetValue(_out) is { } path ? new RunFolder(path) : null;
        return parse.GetValue(_resume) && folder is { LatestCheckpoint: not null } && File.Exists(folder.OptionsFile) ? folder.OptionsFile : null;
    }

    private (TrainingOptions Training, DetectorOptions Detector, string[] Settings) ReadOptions(ParseResult parse, string preset)
    {
        var settings = Settings(parse, preset);
        var options = DetectorSetup.Training(preset, settings, advice => _layers.Apply(Change(advice, parse), parse, settings));
        return (options, DetectorSetup.DetectorOptions(preset, settings), settings);
    }

    private TextWriter Messages(ParseResult parse) => parse.GetValue(_quiet) ? TextWriter.Null : Context.Error;

    // A forgotten option must not cost days of computation.
    private void RequireOwnFolder(ParseResult parse)
    {
        var (resume, overwrite) = (parse.GetValue(_resume), parse.GetValue(_overwrite));
        if (resume && overwrite) throw new UsageException("--resume continues an earlier training, --overwrite replaces it; give only one of them.");
        if (resume || overwrite || parse.GetValue(_checkGradients) || !new RunFolder(parse.GetValue(_out)!).HoldsRun) return;
        throw new UsageException(
            $"--out {parse.GetValue(_out)} holds an earlier training; add --resume to continue it or --overwrite to replace it, or name another folder.");
    }

    private TrainingData ReadData(ParseResult parse)
    {
        var paths = parse.GetValue(_data)!;
        if (paths.Length > 1 && parse.GetValue(_images) is not null)
            throw new UsageException("--images applies to a single data set; with several --data, keep each one's pictures beside it.");
        var data = TrainingData.Merge([.. paths.Select(path => ReadSource(parse, path))]);
        var (objects, classes) = (data.Training.CountAnnotations(), data.Training.Classes.Count);
        if (paths.Length > 1) Messages(parse).WriteLine($"Together: {data.Training.Images.Count} pictures, {objects} objects of {classes} classes");
        return data;
    }

    private TrainingData ReadSource(ParseResult parse, string path)
    {
        var data = TrainingData.Read(
            path, parse.GetValue(_trainSplit), parse.GetValue(_valSplit), parse.GetValue(_images), parse.GetValue(_strict));
        DataProblems.Write(Context, data.Problems, path);
        var (format, objects, classes) = (data.Training.Format, data.Training.CountAnnotations(), data.Training.Classes.Count);
        Messages(parse).WriteLine($"{format} data: {data.Description}; {objects} objects of {classes} classes");
        return data;
    }

    // Options that are not on the command line come from the preset.
    private TrainingOptions Change(TrainingOptions advice, ParseResult parse) => advice with
    {
        Epochs = parse.GetValue(_epochs) ?? advice.Epochs,
        Minutes = parse.GetValue(_minutes) ?? (parse.GetValue(_epochs) is null ? advice.Minutes : null),
        Keep = parse.GetValue(_keep) ?? advice.Keep,
        Patience = parse.GetValue(_patience) ?? advice.Patience,
        OnNan = parse.GetValue(_onNan) ?? advice.OnNan,
        MaxSteps = parse.GetValue(_maxSteps) ?? advice.MaxSteps,
        BatchSize = parse.GetValue(_batch) ?? advice.BatchSize,
        Accumulate = parse.GetValue(_accumulate) ?? advice.Accumulate,
        SyncNorm = parse.GetValue(_syncNorm) || advice.SyncNorm,
        Rate = parse.GetValue(_rate) ?? advice.Rate,
        Seed = parse.GetValue(_seed) ?? advice.Seed,
        Precision = _precision.Given(parse) ?? advice.Precision,
    };

    private string[] Settings(ParseResult parse, string preset)
    {
        List<string> settings = [.. parse.GetValue(_set)!];
        var (min, max) = (parse.GetValue(_minSize), parse.GetValue(_maxSize));
        if (min is { } m) settings.Add($"{MinSize}={m}");
        if (max is { } x) settings.Add($"{MaxSize}={x}");
        return [.. settings, .. _layers.Settings(parse, preset, settings)];
    }

    private static void Describe(WeightReport? report, string? path, TextWriter messages)
    {
        if (report is null)
        {
            messages.WriteLine(
                "No weights given: training from scratch. Norms learn and every stage is trained, unless options say otherwise. "
                + "With pretrained weights (--weights), training is faster and needs fewer pictures; docs/weights.md says where to get them.");
            return;
        }

        messages.WriteLine(
            $"{path}: {report.Loaded.Count} tensors used; {report.Missing.Count} tensors of the model are missing from it{Sections(report.Missing)}, "
            + $"{report.Unexpected.Count} of its tensors are not used, {report.Misshapen.Count} have another shape");
    }

    // "backbone.body.layer4, backbone.fpn, rpn, roi_heads" is easier to read than two hundred names.
    private static string Sections(IReadOnlyList<string> names) =>
        names.Count == 0 ? "" : $" ({string.Join(", ", names.Select(LayerStatistics.StageOf).Distinct())})";
}
