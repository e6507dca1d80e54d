using System.CommandLine;
using System.Globalization;
using Gannet.Cli.Commands;
using Gannet.Cli.Options;
using Gannet.Detection;
using Gannet.Detection.Engines;
using Gannet.Imaging;
using Gannet.Imaging.Codecs;
using Gannet.Torch;

namespace Gannet.Cli.Bench;

/// <summary>The options that select the model and the input to time: shared by <c>bench detect</c> and <c>bench train</c>.</summary>
internal sealed class BenchedModel
{
    // COCO's, as in the peer script.
    private const int Classes = 90;
    private const int Seed = 7;

    private readonly Option<string> _preset = new("--preset")
    {
        Description = "A preset from 'gannet model presets', with random weights.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "faster-rcnn-resnet50-fpn",
    };

    private readonly Option<string?> _model = new("--model") { Description = "A model file instead of a preset.", HelpName = "FILE" };

    private readonly Option<string?> _picture = new("--picture")
    {
        Description = "A picture, which is scaled to --size; default: noise.",
        HelpName = "FILE",
    };

    private readonly Option<int[]> _size = new("--size")
    {
        Description = "Height and width of the picture, before the model scales it.",
        HelpName = "HEIGHT WIDTH",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = static _ => [800, 1066],
    };

    private readonly Option<int> _batch = new("--batch") { Description = "Pictures per batch.", HelpName = "N" };

    private readonly PrecisionOption _precision;

    private readonly DeviceOption _device = new();

    public BenchedModel(Command command, int batch)
    {
        _batch.DefaultValueFactory = _ => batch;
        Option[] options = [_preset, _model, _picture, _size, _batch, _device];
        foreach (var option in options) command.Options.Add(option);
        _precision = new(command);
        Require(_batch, static values => values.All(static v => v >= 1), "--batch must be at least 1.");
        Require(_size, static values => values.All(static v => v >= 1), "--size must be two positive numbers.");
    }

    public Precision Precision(ParseResult parse, Device device) => _precision.Of(parse, device);

    public int Batch(ParseResult parse) => parse.GetValue(_batch);

    public int[] Size(ParseResult parse) => parse.GetValue(_size)!;

    /// <summary>Reads the model, or makes one from the preset with weights similar to a trained one's.</summary>
    /// <param name="parse">The values of the options.</param>
    /// <param name="context">Prints the device.</param>
    /// <param name="create">Makes a detector from a preset's name, class names and a seed.</param>
    public Detector Open(ParseResult parse, CommandContext context, Func<string, IReadOnlyList<string>, int, Detector> create)
    {
        var device = _device.Of(parse, context);
        if (parse.GetValue(_model) is { } file) return Detector.Load(file, device);
        TorchRuntime.Seed(Seed);
        var detector = create(parse.GetValue(_preset)!, [.. Enumerable.Range(1, Classes).Select(static k => $"class {k}")], Seed);
        BenchWeights.Vary(detector, Seed + 1);
        return detector.To(device);
    }

    /// <summary>The pictures of a batch: copies of the given one, or noise.</summary>
    public Image[] Images(ParseResult parse)
    {
        var (data, height, width) = (new BenchData(seed: 3), Size(parse)[0], Size(parse)[1]);
        if (parse.GetValue(_picture) is not { } file) return [.. Enumerable.Range(0, Batch(parse)).Select(_ => data.Noise(height, width))];
        var picture = ImageDecoder.Decode(file);
        if ((picture.Height, picture.Width) != (height, width)) picture = ImageResizer.Resize(picture, width, height);
        return [.. Enumerable.Repeat(picture, Batch(parse))];
    }

    // The parser itself reports text that is not a number.
    private static void Require(Option option, Func<IEnumerable<int>, bool> holds, string otherwise) => option.Validators.Add(result =>
    {
        var numbers = result.Tokens.Select(static t => int.TryParse(t.Value, CultureInfo.InvariantCulture, out var n) ? n : 1);
        if (!holds(numbers)) result.AddError(otherwise);
    });
}
