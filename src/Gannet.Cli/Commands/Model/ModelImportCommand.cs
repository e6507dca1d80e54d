using System.CommandLine;
using Gannet.Cli.Input;
using Gannet.Cli.Options;
using Gannet.Detection;
using Gannet.Detection.Models;
using Gannet.Detection.Models.Weights;

namespace Gannet.Cli.Commands.Model;

/// <summary><c>gannet model import</c>: turns torchvision's weights into a model.</summary>
internal sealed class ModelImportCommand : GannetCommand
{
    private readonly Option<string> _preset = new("--preset")
    {
        Description = "The preset that the weights belong to, or a YAML file.",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<string> _weights = new("--weights")
    {
        Description = "A .pth or safetensors file with torchvision's tensor names.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> _classes = new("--classes")
    {
        Description = $"Class names without background: a file with one per line, names separated by commas, or {CocoClasses.Name} for torchvision's 90 labels.",
        HelpName = $"FILE|NAMES|{CocoClasses.Name}",
        Required = true,
    };

    private readonly Option<string> _out = new("--out") { Description = "Model file to write.", HelpName = "FILE", Required = true };
    private const string ReferenceArithmetic = "detections.reference_arithmetic";

    private readonly SetOption _set = new();

    public ModelImportCommand(CommandContext context)
        : base(context, "import", "Turns torchvision's weights into a model.")
    {
        Options.Add(_preset);
        Options.Add(_weights);
        Options.Add(_classes);
        Options.Add(_out);
        Options.Add(_set);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var settings = parse.GetValue(_set)!;
        using var imported = Import(parse, settings);
        using var exact = OptionSettings.Choose(settings, ReferenceArithmetic) || imported.Options.Detections.ReferenceArithmetic
            ? null
            : Import(parse, [.. settings, $"{ReferenceArithmetic}=true"]);
        var hangsOnLastBits = exact is not null && LastBits.Matter(imported.Compile(), exact);
        var detector = hangsOnLastBits ? exact! : imported;
        var path = parse.GetValue(_out)!;
        detector.Save(path);
        var tensors = detector.State().Count();
        Context.Error.WriteLine($"{path}: {tensors} tensors, {detector.Classes.Count} classes; no tensor was missing or left over.");
        if (detector.Options.Backbone.Norm.Epsilon == 0)
        {
            Context.Error.WriteLine(
                "The file was published before torchvision 0.13: batch norm runs with epsilon 0, as in its training.");
        }

        if (hangsOnLastBits)
        {
            Context.Error.WriteLine(
                $"The model's detections depend on the last bits, as with random weights, so it runs in torchvision's order of operations, which is slower; use --set {ReferenceArithmetic}=false for speed.");
        }

        return ExitCode.Done;
    }

    private Detector Import(ParseResult parse, IReadOnlyList<string> settings) =>
        ModelImporter.Import(parse.GetValue(_preset)!, settings, Classes(parse.GetValue(_classes)!), parse.GetValue(_weights)!);

    private static IReadOnlyList<string> Classes(string asked) =>
        asked == CocoClasses.Name && !File.Exists(asked) ? CocoClasses.All : ClassNames.Parse(asked);
}
