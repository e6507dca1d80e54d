using System.CommandLine;
using Gannet.Cli.Explanation;
using Gannet.Cli.Input;
using Gannet.Cli.Options;
using Gannet.Cli.Output;
using Gannet.Cli.Parsing;
using Gannet.Cli.Progress;
using Gannet.Detection;
using Gannet.Detection.Explanation;
using Gannet.Detection.Pictures;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Headers;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet explain</c>: shows every stage of a detector on one picture.</summary>
internal sealed class ExplainCommand : GannetCommand
{
    private const string JsonName = "explain.json";
    private const int MostSteps = 64, SampleSeed = 1;

    private readonly Argument<string> _picture = new("PICTURE") { Description = "The picture." };
    private readonly Option<string> _model = new("--model") { Description = "A model file.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _truth = new("--truth")
    {
        Description = "Annotations of the picture (COCO, CSV, YOLO): says which stage lost each missed object.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _data = new("--data") { Description = "The same from a data set in a folder.", HelpName = "DIR" };
    private readonly Option<int> _detection = new("--detection")
    {
        Description = "Number of the detection to hide piece by piece, best first.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<int> _steps = new("--steps")
    {
        Description = "Positions of the hiding square along each axis; each position takes one detection; 0 for none.",
        HelpName = "N",
        DefaultValueFactory = static _ => 8,
    };

    private readonly Option<float> _score = new("--score")
    {
        Description = "Lowest probability of a detection.",
        HelpName = "X",
        DefaultValueFactory = static _ => 0.5f,
    };

    private readonly Option<string> _out = new("--out") { Description = $"Folder for the page and {JsonName}.", HelpName = "DIR", Required = true };
    private readonly ThresholdsOption _thresholds = new();
    private readonly DeviceOption _device = new();
    private readonly JsonOption _json = new();
    private readonly PrecisionOption _precision;

    public ExplainCommand(CommandContext context)
        : base(context, "explain", "Shows every stage of a detector on one picture, and which stage lost the objects that it missed.")
    {
        Arguments.Add(_picture);
        Options.Add(_model);
        Options.Add(_truth);
        Options.Add(_data);
        Options.Add(_detection);
        Options.Add(_steps);
        Options.Add(_score);
        Options.Add(_thresholds);
        Options.Add(_device);
        _precision = new(this);
        Options.Add(_json);
        Options.Add(_out);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var (path, model, steps) = (parse.GetValue(_picture)!, parse.GetValue(_model)!, parse.GetValue(_steps));
        if (!(parse.GetValue(_score) is >= 0 and <= 1)) throw new UsageException("--score must be a probability, from 0 to 1.");
        if (steps is not (>= 0 and <= MostSteps)) throw new UsageException($"--steps must be from 0 to {MostSteps}.");
        if (parse.GetValue(_detection) < 1) throw new UsageException("--detection must be 1 or more.");
        if (parse.GetValue(_truth) is not null && parse.GetValue(_data) is not null) throw new UsageException("Name either --truth or --data, not both.");
        if (PictureModel.IsGraph(model)) throw new UsageException($"{model} is an ONNX graph, which does not show its stages; name the model it was exported from.");
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no picture '{path}'.");
        ImageEncoder.Require();
        using var detector = Detector.Load(model, _device.Of(parse, Context));
        if (detector.Options.Detections.Tiles > 0) throw new UsageException($"{model} looks at tiles of the picture, but a page is about one look; cut a tile out.");
        _thresholds.Apply(parse, detector);
        detector.Compile(_precision.Of(parse, detector.Device));
        var truth = (parse.GetValue(_truth) ?? parse.GetValue(_data)) is { } data
            ? PictureTruth.Read(data, path, model, detector.Classes, detector.HasSecondStage)
            : null;
        var picture = Look(parse, detector, path, truth);
        if (steps > 0) picture = Hide(parse, detector, picture, steps, cancellation);
        Write(parse, picture);
        return ExitCode.Done;
    }

    private ExplainedPicture Look(ParseResult parse, Detector detector, string path, GroundTruth? truth)
    {
        ImageHeader.Verify(path);
        var (pixels, score) = (ImageDecoder.Decode(path), parse.GetValue(_score));
        var batch = detector.Transform.Batch([pixels]);
        var trace = detector.Trace(batch);
        return new()
        {
            Name = Path.GetFileName(path),
            Model = Path.GetFileName(parse.GetValue(_model)!),
            Preset = detector.Preset,
            Classes = detector.Classes,
            HasSecondStage = detector.HasSecondStage,
            Picture = pixels,
            Input = InputPixels.ToPicture(batch, detector.Transform.Options),
            Trace = trace,
            Score = score,
            Truth = truth,
            Objects = truth is null ? [] : ObjectTracing.Trace(trace, truth.Boxes, truth.Labels, score),
            Matching = truth is null ? null : AnchorMatching.Of(trace, truth, detector.Options.Proposals, new Random(SampleSeed)),
        };
    }

    private ExplainedPicture Hide(ParseResult parse, Detector detector, ExplainedPicture picture, int steps, CancellationToken cancellation)
    {
        var (number, shown) = (parse.GetValue(_detection), picture.Shown);
        if (number > shown.Count)
        {
            if (parse.GetResult(_detection) is not { Implicit: false }) return picture;
            throw new UsageException($"--detection {number}: there {(shown.Count == 1 ? "is" : "are")} {Plural.Of(shown.Count, "detection")} from a score of {picture.Score} on.");
        }

        var hidden = ImageProgress.Show(Context, "hiding", steps * steps, progress => Occlusion.Compute(detector, picture.Trace, shown[number - 1], steps, progress, cancellation));
        return picture with { Occlusion = hidden };
    }

    private void Write(ParseResult parse, ExplainedPicture picture)
    {
        var folder = parse.GetValue(_out)!;
        var page = ExplanationPage.Compose(picture).Write(folder);
        Context.WriteJson(Path.Combine(folder, JsonName), json => ExplanationJson.Write(json, picture));
        Context.WriteJson(parse.GetValue(_json), json => ExplanationJson.Write(json, picture));
        if (parse.GetValue(_json) != "-")
        {
            foreach (var (k, o) in picture.Objects.Index().Where(static o => o.Item.Lost != LostAt.Nowhere))
                Context.Output.WriteLine($"{ResultSection.Letter(k)} {Printable.Line(picture.ClassName(o.Label))}: {Printable.Line(LossText.Of(o, picture))}");
        }

        Context.Error.WriteLine($"Report: {page}");
    }
}
