using System.CommandLine;
using System.Text.Json;
using Gannet.Cli.Options;
using Gannet.Cli.Parsing;
using Gannet.Detection;
using Gannet.Detection.Models;

namespace Gannet.Cli.Commands.Model;

/// <summary><c>gannet model show</c>: describes a preset or a model file.</summary>
internal sealed class ModelShowCommand : GannetCommand
{
    private const int CocoClasses = 90;

    private readonly Argument<string> _model = new("MODEL") { Description = "Name of a preset, or a model file." };
    private readonly SetOption _set = new();
    private readonly JsonOption _json = new();

    public ModelShowCommand(CommandContext context)
        : base(context, "show", "Describes a preset or a model: parts, sizes, thresholds, classes.")
    {
        Arguments.Add(_model);
        Options.Add(_set);
        Options.Add(_json);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var name = parse.GetValue(_model)!;
        var isPreset = Presets.Names.Contains(name);
        if (!isPreset && !File.Exists(name)) Presets.Get(name); // throws and suggests the nearest name
        var isDescription = isPreset || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);
        if (!isDescription && parse.GetValue(_set)!.Length > 0) throw new UsageException($"--set changes presets; {name} is a model, whose options are fixed.");
        using var detector = isDescription
            ? Detector.Compose(Presets.Get(name, parse.GetValue(_set)!), [.. Enumerable.Range(1, CocoClasses).Select(static k => $"class {k}")], name)
            : Detector.Load(name);
        if (parse.GetValue(_json) is { } target)
        {
            Context.WriteJson(target, json => WriteJson(json, detector, isPreset));
            return ExitCode.Done;
        }

        Context.Output.WriteLine($"preset             {detector.Preset}");
        Context.Output.WriteLine($"parameters         {Parameters(detector):N0}{(isPreset ? $" with COCO's {CocoClasses} classes" : "")}");
        Context.Output.WriteLine($"classes            {(isPreset ? "set by the data" : string.Join(", ", detector.Classes))}");
        Context.Output.WriteLine($"anchors per cell   {detector.AnchorsPerCell}");
        Context.Output.WriteLine($"anchor strides     {string.Join(", ", detector.AnchorStrides)}");
        Context.Output.WriteLine($"pooled strides     {string.Join(", ", detector.Strides)}");
        Context.Output.WriteLine();
        Context.Output.Write(OptionsYaml.Write(detector.Options));
        return ExitCode.Done;
    }

    private static void WriteJson(Utf8JsonWriter json, Detector detector, bool isPreset)
    {
        json.WriteStartObject();
        json.WriteString("preset", detector.Preset);
        json.WriteNumber("parameters", Parameters(detector));
        json.WriteNumber("anchorsPerCell", detector.AnchorsPerCell);
        json.WritePropertyName("anchorStrides");
        JsonSerializer.Serialize(json, detector.AnchorStrides);
        json.WritePropertyName("strides");
        JsonSerializer.Serialize(json, detector.Strides);
        json.WritePropertyName("pooling");
        JsonSerializer.Serialize(json, detector.Options.Regions, s_options);
        json.WritePropertyName("thresholds");
        JsonSerializer.Serialize(json, detector.Options.Detections, s_options);
        json.WritePropertyName("classes");
        JsonSerializer.Serialize(json, isPreset ? [] : detector.Classes);
        json.WritePropertyName("options");
        JsonSerializer.Serialize(json, detector.Options, s_options);
        json.WriteEndObject();
    }

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    // Running statistics are state, not parameters. A frozen norm's scale and shift are not trained, and torchvision does not count them.
    private static long Parameters(Detector detector) => detector.NamedParameters().Sum(static p => p.Tensor.Count);
}
