using System.CommandLine;
using Gannet.Cli.Distributed;
using Gannet.Cli.Input;
using Gannet.Cli.Options;
using Gannet.Cli.Output;
using Gannet.Cli.Parsing;
using Gannet.Cli.Video;
using Gannet.Datasets.Reading;
using Gannet.Detection;
using Gannet.Detection.Proposals;
using Gannet.Evaluation.Results;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Drawing;
using Gannet.Imaging.Video;
using Gannet.Torch;
using Gannet.Torch.Distributed;
using Gannet.Training.Distributed;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet detect</c>: finds objects in pictures and videos.</summary>
internal sealed class DetectCommand : GannetCommand
{
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "Pictures, or folders of them; or one video.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _model = new("--model") { Description = "A model file, or an ONNX graph from 'model export'.", HelpName = "FILE", Required = true };

    private readonly Option<float> _score = new("--score")
    {
        Description = "Lowest probability of a detection.",
        HelpName = "X",
        DefaultValueFactory = static _ => 0.5f,
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Folder to write copies of the pictures to, with the detections drawn; for a video also a video (.mp4, .mkv, .avi).",
        HelpName = "DIR|FILE",
    };

    private readonly Option<string?> _regions = new("--regions")
    {
        Description = "Regions to use instead of the model's own proposals: a COCO results file with file_name and bbox.",
        HelpName = "FILE",
    };

    private readonly DrawingOptions _drawing = new();
    private readonly ThresholdsOption _thresholds = new();
    private readonly DeviceOption _device = new();
    private readonly JsonOption _json = new();
    private readonly PrecisionOption _precision;
    private readonly ViewOptions _views;
    private readonly WorldOptions _world;
    private readonly VideoOptions _video;

    public DetectCommand(CommandContext context)
        : base(context, "detect", "Finds objects in pictures and videos.")
    {
        Arguments.Add(_inputs);
        Options.Add(_model);
        Options.Add(_score);
        Options.Add(_thresholds);
        Options.Add(_device);
        Options.Add(_regions);
        _precision = new(this);
        _views = new(this);
        _video = new(this);
        Options.Add(_json);
        Options.Add(_out);
        _drawing.AddTo(this);
        _world = new(this);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var score = parse.GetValue(_score);
        if (!(score is >= 0 and <= 1)) throw new UsageException("--score must be a probability, from 0 to 1.");
        _views.Check(parse);
        if (parse.GetValue(_regions) is not null) _views.Refuse(parse, "does not go with --regions, which are regions of a single look; leave one of them out.");
        if (_world.Launch(parse, Context, cancellation) is { } code) return code;
        if (VideoInput.Of(parse.GetValue(_inputs)!) is { } video) return WorkerGroup.IsOther ? ExitCode.Done : RunVideo(parse, video, score, cancellation);
        _video.Refuse(parse);
        if (parse.GetValue(_out) is { } target && VideoWriter.IsFor(target) && !Directory.Exists(target))
            throw new UsageException($"--out {target}: pictures are written to a folder; a video is written from a video.");
        var inputs = InputImages.Find(parse.GetValue(_inputs)!);
        using var group = JoinWorkers(parse, _world, OnnxPictureDetector.IsFor(parse.GetValue(_model)!) ? Device.Cpu : _device.Of(parse, Context.Quiet()));
        using var detector = Open(parse, cancellation);
        var drawn = parse.GetValue(_out) is { } folder ? DrawnFiles(folder, inputs) : null;
        if (group is not null) return RunShared(parse, group, detector, inputs, drawn, score, cancellation);
        var (results, failed) = (new List<ImageDetections>(), 0);
        try
        {
            foreach (var (input, detect) in detector.Run(inputs, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    var (picture, all) = detect();
                    DetectedObject[] found = [.. all.Where(d => d.Score >= score)];
                    results.Add(new(results.Count + 1, input.Name, found));
                    Report(parse, input, found);
                    Draw(parse, detector, picture, found, drawn?[input]);
                }
                catch (Exception error) when (IsUnreadable(error))
                {
                    failed++;
                    ReportUnread(error.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Save hours of work.
            Finish(parse, detector, results, failed, $" of {inputs.Count}");
            throw;
        }

        Finish(parse, detector, results, failed, "");
        return failed == 0 ? ExitCode.Done : ExitCode.WrongInput;
    }

    // Each process looks at its share of the pictures and draws in them; the first one collects what all found.
    private int RunShared(
        ParseResult parse, ProcessGroup group, PictureDetector detector, IReadOnlyList<InputImage> inputs, Dictionary<InputImage, string>? drawn, float score,
        CancellationToken cancellation)
    {
        int[] mine = [.. Enumerable.Range(0, inputs.Count).Where(k => k % group.Size == group.Rank)];
        var own = new List<ImageOutcome>();
        try
        {
            foreach (var (input, detect) in detector.Run([.. mine.Select(k => inputs[k])], cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                var number = mine[own.Count];
                try
                {
                    var (picture, all) = detect();
                    DetectedObject[] found = [.. all.Where(d => d.Score >= score)];
                    Draw(parse, detector, picture, found, drawn?[input]);
                    own.Add(new(number, found, null));
                }
                catch (Exception error) when (IsUnreadable(error))
                {
                    own.Add(new(number, null, error.Message));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What was found until now is collected nevertheless.
        }

        var outcomes = ImageOutcome.Gather(group, own);
        if (group.Rank > 0) return Ended(outcomes);
        var results = new List<ImageDetections>();
        foreach (var outcome in outcomes)
        {
            if (outcome.Found is { } found)
            {
                results.Add(new(results.Count + 1, inputs[outcome.Number].Name, [.. found]));
                Report(parse, inputs[outcome.Number], [.. found]);
            }
            else
            {
                ReportUnread(outcome.Problem!);
            }
        }

        Finish(parse, detector, results, outcomes.Count - results.Count, outcomes.Count < inputs.Count ? $" of {inputs.Count}" : "");
        return Ended(outcomes);

        int Ended(IReadOnlyList<ImageOutcome> all)
        {
            cancellation.ThrowIfCancellationRequested();
            return all.Count == inputs.Count && all.All(static o => o.Found is not null) ? ExitCode.Done : ExitCode.WrongInput;
        }
    }

    private static bool IsUnreadable(Exception error) => error is InvalidDataException or FileNotFoundException;

    private void ReportUnread(string message) => Context.Error.WriteLine($"not read: {Printable.Line(message.ReplaceLineEndings(" "))}");

    private int RunVideo(ParseResult parse, string path, float score, CancellationToken cancellation)
    {
        var selection = _video.Of(parse);
        if (parse.GetValue(_regions) is not null) throw new UsageException("--regions is for pictures; a video's frames have no names of their own.");
        using var video = new VideoReader(path);
        using var detector = Open(parse, cancellation);
        var drawing = new FrameDrawing(detector.Classes, (box, certainty) => _drawing.Apply(parse, box, certainty));
        using var output = parse.GetValue(_out) is { } target ? FrameOutput.To(target, video, drawing) : null;
        var detection = new VideoDetection(Context, video, detector, selection, score);
        try
        {
            detection.Run(output, printsObjects: output is null && parse.GetValue(_json) is null, cancellation);
        }
        finally
        {
            // Save hours of work.
            if (parse.GetValue(_json) is { } results) WriteJson(results, detection.Results(), detector);
        }

        return ExitCode.Done;
    }

    private PictureDetector Open(ParseResult parse, CancellationToken cancellation)
    {
        var path = parse.GetValue(_model)!;
        if (OnnxPictureDetector.IsFor(path))
        {
            OnnxPictureDetector.Refuse(parse, path, _precision, [_thresholds, _device, _regions, .. _views.All]);
            return new OnnxPictureDetector(path);
        }

        var detector = Detector.Load(path, _device.Of(parse, Context));
        try
        {
            _thresholds.Apply(parse, detector);
            detector.Compile(_precision.Of(parse, detector.Device));
            var regions = parse.GetValue(_regions) is { } file ? RegionsReader.Read(file) : null;
            if (regions is null && detector.Options.Proposals.Kind == ProposalKind.Random)
                Context.Error.WriteLine("This model proposes no regions, so its anchors slide over the whole picture; give regions with --regions FILE.");
            return _views.Of(parse, detector, cancellation) is { } merged
                ? new MergingPictureDetector(detector, merged)
                : new ModelPictureDetector(detector, regions);
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    private void Finish(ParseResult parse, PictureDetector detector, List<ImageDetections> results, int failed, string of)
    {
        if (parse.GetValue(_json) is { } target) WriteJson(target, results, detector);
        var nothing = results.Count(static r => r.Detections.Count == 0);
        Context.Error.WriteLine(
            $"{Plural.Of(results.Sum(static r => r.Detections.Count), "object")} in {results.Count}{of} picture{(results.Count == 1 && of == "" ? "" : "s")}{(nothing > 0 ? $"; nothing found in {nothing}" : "")}"
            + (failed > 0 ? $"; {failed} could not be read" : ""));
    }

    // Computed before the first detection, so that a name clash is reported now and not after an hour.
    private static Dictionary<InputImage, string> DrawnFiles(string folder, IReadOnlyList<InputImage> inputs)
    {
        ImageEncoder.Require();
        var targets = InputImages.DrawnNames(inputs).Select(name => Path.GetFullPath(Path.Combine(folder, name))).ToList();
        if (inputs.Select(static i => i.Path).Intersect(targets).Any())
            throw new UsageException($"--out {folder} holds the pictures themselves; name another folder.");
        return inputs.Zip(targets).ToDictionary(static pair => pair.First, static pair => pair.Second);
    }

    private void Report(ParseResult parse, InputImage input, DetectedObject[] found)
    {
        if (parse.GetValue(_json) is not null) return;
        var name = Printable.Line(input.Name);
        foreach (var d in found) Context.Output.WriteLine($"{name}: {Printable.Line(d.ToString())}");
        if (found.Length == 0) Context.Output.WriteLine($"{name}: nothing found");
    }

    private void Draw(ParseResult parse, PictureDetector detector, Image picture, DetectedObject[] found, string? drawn)
    {
        if (drawn is null) return;
        Directory.CreateDirectory(Path.GetDirectoryName(drawn)!);
        ImageEncoder.Write(BoxDrawer.Draw(picture, [.. found.Select(d => _drawing.Apply(parse, DrawnBox.Of(d, detector.Classes), d.Score))]), drawn);
    }

    private void WriteJson(string target, IEnumerable<ImageDetections> results, PictureDetector detector)
    {
        if (target != "-")
        {
            AtomicFile.Write(target, stream => DetectionsWriter.Write(stream, results, detector.Classes));
            return;
        }

        using var buffer = new MemoryStream();
        DetectionsWriter.Write(buffer, results, detector.Classes);
        Context.Output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
