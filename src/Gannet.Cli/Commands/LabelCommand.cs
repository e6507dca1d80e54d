using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gannet.Cli.Options;
using Gannet.Cli.Output;
using Gannet.Cli.Parsing;
using Gannet.Cli.Serve;
using Gannet.Datasets;
using Gannet.Datasets.Editing;
using Gannet.Detection.Models;
using Gannet.Detection.Pictures;
using Gannet.Labelling;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet label</c>: a page to label pictures with the help of a detector.</summary>
internal sealed class LabelCommand : GannetCommand
{
    private const int HighestPort = 65535;

    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder of pictures, with or without labels (COCO, VOC, YOLO), or an annotation file.",
        HelpName = "DIR|FILE",
        Required = true,
    };

    private readonly Option<string?> _model = new("--model")
    {
        Description = "Model that suggests boxes, also an ONNX graph [default: the one trained last in the page].",
        HelpName = "FILE",
    };

    private readonly Option<string?> _urls = new("--urls")
    {
        Description = $"Addresses to listen on, separated by semicolons [default: {LabellingOptions.DefaultUrl}].",
        HelpName = "URL",
    };

    private readonly Option<int?> _port = new("--port") { Description = "Port to listen on, on this machine only; 0 for any free one.", HelpName = "N" };

    private readonly Option<string?> _classes = new("--classes")
    {
        Description = "Classes to begin with: names separated by commas, or a file with one per line.",
        HelpName = "FILE|NAMES",
    };

    private readonly Option<string?> _format = new("--format")
    {
        Description = "Format of a folder that has no labels yet [default: voc]. A data set keeps its own.",
        HelpName = "coco|voc|yolo",
    };

    private readonly Option<string?> _split = new("--split") { Description = "Label only the pictures of this split.", HelpName = "NAME" };

    private readonly Option<string?> _images = new("--images") { Description = "Folder of the pictures of a COCO file, if it does not name it.", HelpName = "DIR" };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Folder for what is trained in the page [default: a sub-folder of runs/label].",
        HelpName = "DIR",
    };

    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "Backbone or model that the first training in the page starts from [default: --model].",
        HelpName = "FILE",
    };

    private readonly Option<string?> _preset = new("--preset") { Description = "Preset of trainings in the page [default: auto].", HelpName = "NAME" };
    private readonly SetOption _set = new() { Description = "Change one option of trainings in the page, as in 'gannet train'. Repeatable." };
    private readonly Option<bool> _noOpen = new("--no-open") { Description = "Do not open the page in a browser." };

    public LabelCommand(CommandContext context)
        : base(context, "label", "Opens a page to label pictures, with suggestions of a model that learns meanwhile.")
    {
        _format.AcceptOnlyFromAmong("coco", "voc", "yolo");
        foreach (var option in (Option[])[_data, _model, _urls, _port, _classes, _format, _split, _images, _out, _weights, _preset, _set, _noOpen]) Options.Add(option);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        foreach (var file in (string?[])[parse.GetValue(_model), parse.GetValue(_weights)])
        {
            if (file is not null && !File.Exists(file)) throw new FileNotFoundException($"{file}: there is no such file.");
        }

        var path = parse.GetValue(_data)!;
        var addresses = Addresses(parse);
        var editor = DatasetEditor.Open(path, new()
        {
            Format = parse.GetValue(_format) is { } format ? Enum.Parse<AnnotationFormat>(format, ignoreCase: true) : null,
            Classes = parse.GetValue(_classes) is { } classes ? ClassNames.Parse(classes) : [],
            Split = parse.GetValue(_split),
            ImagesFolder = parse.GetValue(_images),
        });
        ServeAsync(parse, editor, addresses, cancellation).GetAwaiter().GetResult();
        return ExitCode.Done;
    }

    private async Task ServeAsync(ParseResult parse, DatasetEditor editor, ListenAddresses addresses, CancellationToken cancellation)
    {
        await using var server = await StartAsync(parse, editor, addresses, cancellation).ConfigureAwait(false);
        var address = server.Urls[0];
        foreach (var url in addresses.Others)
            Context.Error.WriteLine($"WARNING: {url} can be reached from other machines. Whoever reaches it sees the pictures and can change the labels, without a password.");
        Context.Error.WriteLine($"{Plural.Of(editor.Pictures.Count, "picture")}, {FormatOption.NameOf(editor.Format)}, {editor.Classes.Count} {(editor.Classes.Count == 1 ? "class" : "classes")}: {Printable.Line(editor.Root)}");
        Context.Error.WriteLine($"Label at {address}; Ctrl+C ends it. Every change is saved at once.");
        if (!parse.GetValue(_noOpen)) Open(address);
        await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
    }

    private async Task<LabelServer> StartAsync(ParseResult parse, DatasetEditor editor, ListenAddresses addresses, CancellationToken cancellation)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(editor.Root));
        try
        {
            return await LabelServer.StartAsync(
                editor,
                new()
                {
                    Name = name,
                    Urls = addresses.All,
                    Model = parse.GetValue(_model),
                    Weights = parse.GetValue(_weights) ?? Learnable(parse.GetValue(_model)),
                    Program = Program(),
                    RunsFolder = parse.GetValue(_out) ?? Path.Combine("runs", "label", $"{name}-{PlaceOf(editor.Root)}"),
                    TrainArguments = [.. parse.GetValue(_preset) is { } preset ? (string[])["--preset", preset] : [], .. parse.GetValue(_set)!.SelectMany(static s => (string[])["--set", s])],
                    Report = line => Context.Error.WriteLine(Printable.Line(line)),
                    Time = Context.Time,
                },
                cancellation).ConfigureAwait(false);
        }
        catch (IOException error) when (error is not FileNotFoundException)
        {
            throw new UsageException($"{string.Join(';', addresses.All)} cannot be listened on: {error.Message} Choose another with --port or --urls.");
        }
    }

    private ListenAddresses Addresses(ParseResult parse)
    {
        var (urls, port) = (parse.GetValue(_urls), parse.GetValue(_port));
        if (urls is not null && port is not null) throw new UsageException("--urls and --port both say where to listen; give only one of them.");
        if (port is null) return ListenAddresses.Parse(urls ?? LabellingOptions.DefaultUrl);
        return port is >= 0 and <= HighestPort ? ListenAddresses.Parse(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"))
            : throw new UsageException($"--port {port}: must be from 0 to {HighestPort}.");
    }

    // Two folders of one name keep their models apart.
    private static string PlaceOf(string root) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)).AsSpan(0, 4));

    // Nothing learns from an ONNX graph.
    private static string? Learnable(string? model) => model is not null && PictureModel.IsGraph(model) ? null : model;

    // This program again, for trainings: it runs by itself or under dotnet.
    private static string[] Program()
    {
        var process = Environment.ProcessPath ?? "gannet";
        return Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? [process, typeof(LabelCommand).Assembly.Location] : [process];
    }

    private void Open(string address)
    {
        var hasScreen = !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        if (!hasScreen) return;
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            Context.Error.WriteLine("No browser could be started; open the address yourself.");
        }
    }
}
