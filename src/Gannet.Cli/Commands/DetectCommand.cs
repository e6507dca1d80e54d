using System.CommandLine;
using Gannet.Cli.Input;
using Gannet.Cli.Options;
using Gannet.Cli.Parsing;
using Gannet.Datasets.Reading;
using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Detection.Proposals;
using Gannet.Evaluation.Results;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Drawing;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet detect</c>: finds the objects in pictures.</summary>
internal sealed class DetectCommand : GannetCommand
{
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "Pictures, or folders of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _model = new("--model") { Description = "A model file.", HelpName = "FILE", Required = true };

    private readonly Option<float> _score = new("--score")
    {
        Description = "Least probability of a detection.",
        HelpName = "X",
        DefaultValueFactory = static _ => 0.5f,
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Write the pictures with their boxes drawn to this folder.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _regions = new("--regions")
    {
        Description = "Look at these regions instead of those the model proposes: a COCO results file with file_name and bbox.",
        HelpName = "FILE",
    };

    private readonly DrawingOptions _drawing = new();
    private readonly ThresholdsOption _thresholds = new();
    private readonly DeviceOption _device = new();
    private readonly JsonOption _json = new();
    private readonly PrecisionOption _precision;

    public DetectCommand(CommandContext context)
        : base(context, "detect", "Finds the objects in pictures.")
    {
        Arguments.Add(_inputs);
        Options.Add(_model);
        Options.Add(_score);
        Options.Add(_thresholds);
        Options.Add(_device);
        Options.Add(_regions);
        _precision = new(this);
        Options.Add(_json);
        Options.Add(_out);
        _drawing.AddTo(this);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var score = parse.GetValue(_score);
        if (!(score is >= 0 and <= 1)) throw new UsageException("--score is a probability: a number from 0 to 1.");
        var inputs = InputImages.Find(parse.GetValue(_inputs)!);
        using var detector = Detector.Load(parse.GetValue(_model)!, _device.Of(parse, Context));
        _thresholds.Apply(parse, detector);
        detector.Compile(_precision.Of(parse, detector.Device));
        var regions = parse.GetValue(_regions) is { } file ? RegionsReader.Read(file) : null;
        if (regions is null && detector.Options.Proposals.Kind == ProposalKind.Random)
            Context.Error.WriteLine("This model proposes no regions: it slides over the picture; name others with --regions FILE.");
        var (results, failed) = (new List<ImageDetections>(), 0);
        foreach (var (input, picture) in InputImages.PrepareAhead(inputs, detector.Transform, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var prepared = picture.GetAwaiter().GetResult();
                DetectedObject[] found = [.. detector.Detect(InRegions(prepared.Batch, input, regions))[0].Where(d => d.Score >= score)];
                results.Add(new(results.Count + 1, input.Name, found));
                Report(parse, detector, input, prepared.Image, found);
            }
            catch (Exception error) when (error is InvalidDataException or FileNotFoundException)
            {
                failed++;
                Context.Error.WriteLine($"not read: {error.Message.ReplaceLineEndings(" ")}");
            }
        }

        if (parse.GetValue(_json) is { } target) WriteJson(target, results, detector);
        var unread = failed > 0 ? $"; {failed} could not be read" : "";
        Context.Error.WriteLine($"{results.Sum(static r => r.Detections.Count)} objects in {results.Count} pictures{unread}");
        return failed == 0 ? ExitCode.Done : ExitCode.WrongInput;
    }

    private static ImageBatch InRegions(ImageBatch batch, InputImage input, IReadOnlyDictionary<string, Box[]>? regions) =>
        regions is null ? batch : batch with { GivenRegions = [Array.ConvertAll(regions.GetValueOrDefault(input.Name, []), batch.Placements[0].ToInput)] };

    private void Report(ParseResult parse, Detector detector, InputImage input, Image picture, DetectedObject[] found)
    {
        if (parse.GetValue(_json) is null)
        {
            foreach (var d in found)
                Context.Output.WriteLine($"{input.Name}: {d}");
        }

        if (parse.GetValue(_out) is not { } folder) return;
        var extension = Path.GetExtension(input.Name).ToUpperInvariant() is ".JPG" or ".JPEG" ? ".jpg" : ".png";
        var target = Path.Combine(folder, Path.ChangeExtension(input.Name, extension));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        if (Path.GetFullPath(target) == input.Path)
            throw new UsageException($"--out {folder} holds the pictures themselves; name another folder.");

        ImageEncoder.Write(BoxDrawer.Draw(picture, [.. found.Select(d => _drawing.Apply(parse, DrawnBox.Of(d, detector.Classes), d.Score))]), target);
    }

    private void WriteJson(string target, List<ImageDetections> results, Detector detector)
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
