// Runs Gannet and its peers alternately on this machine and writes the page with the figures:
//   dotnet run benchmarks/compare.cs -- --peer torchvision_peer.py --photos DIR --date 2026-01-31 --out docs/speed.md
// Every figure is taken in a separate process. The two sides alternate, and the one that goes first changes with every round.
// It takes half an hour on two cores, and nothing else should run meanwhile. docs/performance.md lists the options.
#:project ../src/Gannet.Imaging/Gannet.Imaging.csproj

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gannet;
using Gannet.Imaging;
using Gannet.Imaging.Codecs;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = new Options(args);
var work = Directory.CreateDirectory(options["work", Path.Combine(Path.GetTempPath(), "gannet-compare")]).FullName;
var threads = Environment.ProcessorCount.ToString();
var (gannet, python) = (options["gannet", "./gannet"], options["python", "/usr/bin/python3"]);
string[] peer = [python, options.Required("peer")], runs = ["--runs", options["runs", "5"]];
var only = options["only", ""];
var photos = options["photos", ""];
var pycocotools = options["pycocotools", ""];
var machine = Doctor();
var hasBfloat16 = machine["Processor"].Contains("AVX512-BF16", StringComparison.Ordinal);

// torchvision's name, ours, height, width, pictures per training step (0: training is not timed), whether detection is timed.
Model[] models =
[
    new("fasterrcnn_resnet50_fpn", "faster-rcnn-resnet50-fpn", 800, 1066, 0, Detects: true),
    new("fasterrcnn_mobilenet_v3_large_320_fpn", "faster-rcnn-mobilenet-v3-large-320-fpn", 800, 1066, 4, Detects: true),
    new("fasterrcnn_resnet18_fpn", "faster-rcnn-resnet18-fpn", 384, 512, 4, Detects: false),
    new("fasterrcnn_resnet50_fpn", "faster-rcnn-resnet50-fpn", 480, 640, 1, Detects: false),
];

var ours = new Figures(models);
var theirs = new Figures(models);
var jobs = Jobs().Where(job => job.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToArray();
if (jobs.Length == 0) throw new ArgumentException($"--only {only} selects nothing; use ops, peak, infer_…, train_step_…, onnx_… or coco.");
for (var round = 0; round < int.Parse(options["rounds", "3"]); round++)
{
    foreach (var job in jobs)
    {
        Action[] turns = [() => theirs.Add(Run(job.Theirs), job.Theirs), () => job.Ours.ForEach(command => ours.Add(Run(command), command))];
        foreach (var turn in round % 2 == 0 ? turns : [.. turns.Reverse()]) turn();
    }
}

ours.CheckSame("coco_evaluate_5000x500000", "stats", theirs);
var page = new Page(ours, theirs, machine, options["date", "not dated"], options["pycocotools-commit", "not stated"]).Write();
File.WriteAllText(options.Required("out"), page);
Console.Error.WriteLine($"wrote {options.Required("out")}");

IEnumerable<Job> Jobs()
{
    yield return new("peak", [], [[gannet, "bench", "peak", "--runs", "7", "--json", "-"]]);
    var filter = options["filter", ""];
    yield return new("ops", [.. peer, "ops", .. runs, "--threads", threads],
        [[gannet, "bench", "ops", .. runs, "--json", "-", .. filter.Length > 0 ? (string[])["--filter", filter] : []]]);
    foreach (var model in models.Where(static m => m.Detects))
    {
        if (!$"infer_{model.Theirs}".Contains(only, StringComparison.OrdinalIgnoreCase)) continue;
        if (photos.Length == 0)
        {
            Console.Error.WriteLine($"infer_{model.Theirs}: left out; it needs --photos DIR, with pictures to detect in and to calibrate weights on.");
            continue;
        }

        var (weights, file, picture) = Share(model, options[model.Theirs, ""]);
        string[] same = ["--picture", picture, "--size", $"{model.Height}", $"{model.Width}", .. runs];
        string[] detect = [gannet, "bench", "detect", "--model", file, .. same, "--json", "-"];
        yield return new($"infer_{model.Theirs}", [.. peer, "infer", model.Theirs, "--weights", weights, .. same, "--threads", threads],
            [detect, .. hasBfloat16 && options["bf16", "yes"] == "yes" ? (string[][])[[.. detect, "--precision", "bf16"]] : []]);
    }

    foreach (var model in models.Where(static m => m.Batch > 0))
    {
        string[] step = ["--size", $"{model.Height}", $"{model.Width}", "--batch", $"{model.Batch}", .. runs];
        yield return new($"train_step_{model.Theirs}", [.. peer, "train", model.Theirs, .. step, "--threads", threads],
            [[gannet, "bench", "train", "--preset", model.Ours, .. step, "--json", "-"]]);
    }

    if (options["onnx", ""] is { Length: > 0 } graphs && "onnx_".Contains(only.Split('_')[0], StringComparison.OrdinalIgnoreCase))
    {
        Run(["dotnet", "build", Path.Combine(options["scripts", "benchmarks"], "OnnxRuntimePeer"), "-c", "Release", "-v", "quiet", "-tl:off", "-o", Path.Combine(work, "onnx")]);
        foreach (var (graph, input, count) in ((string, string, string)[])
            [("fasterrcnn_resnet50_fpn", "3x800x1066", "4"), ("fasterrcnn_mobilenet_v3_large_320_fpn", "3x800x1066", "20"), ("resnet50", "1x3x224x224", "40"), ("resnet50", "8x3x224x224", "10")])
        {
            string[] rest = [Path.Combine(graphs, $"{graph}.onnx"), InputOf(graph, input), threads, count], peerProgram = ["dotnet", Path.Combine(work, "onnx", "OnnxRuntimePeer.dll")];
            yield return new($"onnx_{graph}_{input}", [.. peerProgram, "onnxruntime", .. rest], [[.. peerProgram, "gannet", .. rest]]);
        }
    }

    if (pycocotools.Length == 0 || !"coco".Contains(only, StringComparison.OrdinalIgnoreCase)) yield break;
    var data = Path.Combine(work, "coco");
    string[] evaluate = [gannet, "bench", "evaluate", .. runs, "--json", "-"];
    // Written again each time, by the Gannet that is compared. This run also times our reading.
    if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
    ours.Add(Run([.. evaluate, "--out", data]), evaluate);
    yield return new("coco", [python, Path.Combine(options["scripts", "benchmarks"], "pycocotools_peer.py"), pycocotools, data], [evaluate]);
}

// A detector takes a photo, in which it finds something; a classifier takes noise as long as anything.
string InputOf(string graph, string shape)
{
    if (photos.Length == 0 || !graph.Contains("rcnn", StringComparison.Ordinal)) return shape;
    int[] sides = [.. shape.Split('x').Select(int.Parse)];
    return Photo(sides[1], sides[2]);
}

// The first photo, scaled.
string Photo(int height, int width)
{
    var file = Path.Combine(work, $"picture-{height}x{width}.png");
    var photo = Directory.EnumerateFiles(photos, "*.jp*g").Order(StringComparer.Ordinal).First();
    ImageEncoder.Write(ImageResizer.Resize(ImageDecoder.Decode(photo), width, height), file);
    return file;
}

// Both sides use the same weights: given ones, or random ones that torchvision calibrates on the photos. The picture is scaled once for both.
(string Weights, string Model, string Image) Share(Model model, string given)
{
    string At(string name) => Path.Combine(work, name);
    var (weights, file) = (given.Length > 0 ? given : At($"{model.Theirs}.pth"), At($"{model.Theirs}.safetensors"));
    if (!File.Exists(weights)) Run([.. peer, "reference", model.Theirs, "--out", weights, "--pictures", photos, "--threads", threads]);
    // With random weights detections depend on the last bits, so an import would choose torchvision's order of operations. Trained weights run
    // as timed here.
    Run([gannet, "model", "import", "--preset", model.Ours, "--set", "detections.reference_arithmetic=false", "--weights", weights, "--out", file,
        "--classes", options["classes", string.Join(',', Enumerable.Range(1, 90).Select(static k => $"class {k}"))]]);
    return (weights, file, Photo(model.Height, model.Width));
}

static string Run(string[] command)
{
    if (command.Length == 0) return "";
    Console.Error.WriteLine(string.Join(' ', command.Select(static word => word.Length > 60 ? word[..57] + "…" : word)));
    using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{command[0]} ended with exit code {process.ExitCode}.");
}

IReadOnlyDictionary<string, string> Doctor() => JsonNode.Parse(Run([gannet, "doctor", "--json", "-"]))!.AsArray()
    .ToDictionary(static finding => (string)finding!["topic"]!, static finding => (string)finding!["text"]!);

internal sealed record Model(string Theirs, string Ours, int Height, int Width, int Batch, bool Detects);

internal sealed record Job(string Name, string[] Theirs, List<string[]> Ours);

/// <summary>Options as pairs of --name and value.</summary>
internal sealed class Options(string[] arguments)
{
    public string this[string name, string otherwise] =>
        Array.IndexOf(arguments, $"--{name}") is var k and >= 0 && k + 1 < arguments.Length ? arguments[k + 1] : otherwise;

    public string Required(string name) => this[name, ""] is { Length: > 0 } value ? value : throw new ArgumentException($"--{name} is needed.");
}

/// <summary>The results of all rounds of one side, by torchvision's name and size; bf16 results have separate names.</summary>
internal sealed class Figures(Model[] models)
{
    private readonly Dictionary<string, List<JsonObject>> _lines = [];

    public IEnumerable<string> Names => _lines.Keys;

    public string[]? Versions { get; private set; }

    public void Add(string output, string[] command)
    {
        foreach (var text in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = JsonNode.Parse(text)!.AsObject();
            if ((string)line["name"]! == "versions") Versions = [$"torch {line["torch"]}", $"torchvision {line["torchvision"]}", $"{line["threads"]} threads"];
            else if (Key(line, command) is var key && !_lines.TryAdd(key, [line])) _lines[key].Add(line);
        }
    }

    public double? Median(string name) => _lines.GetValueOrDefault(name) is { } lines ? Middle([.. lines.Select(static l => (double)l["median_s"]!)]) : null;

    public double? Least(string name) => _lines.ContainsKey(name) ? Lowest(name, "min_s") : null;

    public double Lowest(string name, string value) => _lines[name].Min(l => (double)l[value]!);

    public double Most(string name, string value) => _lines[name].Max(l => (double)l[value]!);

    /// <summary>Throws if a list of numbers differs by more than 1e-6 between the sides: their times would not be comparable.</summary>
    public void CheckSame(string name, string list, Figures other)
    {
        if (!_lines.TryGetValue(name, out var own) || !other._lines.TryGetValue(name, out var others)) return;
        double[] a = [.. own[0][list]!.AsArray().Select(static v => (double)v!)], b = [.. others[0][list]!.AsArray().Select(static v => (double)v!)];
        if (a.Length != b.Length || a.Zip(b).Any(static pair => Math.Abs(pair.First - pair.Second) > 1e-6))
            throw new InvalidOperationException($"{name}: {list} are [{string.Join(", ", a)}] in Gannet and [{string.Join(", ", b)}] in the peer.");
    }

    public string Of(string name, string value) => _lines.GetValueOrDefault(name)?[0][value]?.ToJsonString() ?? "";

    private string Key(JsonObject line, string[] command)
    {
        var name = (string)line["name"]!;
        if (models.FirstOrDefault(model => name.EndsWith($"_{model.Ours}", StringComparison.Ordinal)) is { } known)
            name = name[..^known.Ours.Length] + known.Theirs;
        if (line["size"] is JsonArray size) name += $" {size[0]}×{size[1]}";
        if (name.StartsWith("train", StringComparison.Ordinal)) name += $" batch {line["batch"]}";
        return command.Contains("bf16") ? $"{name} bf16" : name;
    }

    private static double Middle(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}

/// <summary>The page.</summary>
internal sealed class Page(Figures ours, Figures theirs, IReadOnlyDictionary<string, string> machine, string date, string pycocotools)
{
    private const string Coco = "coco_evaluate_5000x500000";
    private const string Inference = "infer_fasterrcnn_resnet50_fpn 800×1066";

    private static readonly Dictionary<string, double> s_targets = new()
    {
        ["nms_4000_iou0.7"] = 20, ["nms_12000_iou0.7"] = 25, ["match_261888x50"] = 50, ["multiscale_roi_align_1000x256x7x7"] = 8,
        ["multiscale_roi_align_512_forward_backward"] = 5, ["roi_pool_300x512x7x7"] = 4, ["ps_roi_pool_300x81x3x3"] = 4,
        ["ps_roi_align_300x81x3x3"] = 4, ["decode_261888"] = 1.5, [Inference] = 1.7, [$"{Inference} bf16"] = 3,
        ["infer_fasterrcnn_mobilenet_v3_large_320_fpn 800×1066"] = 1.7, [Coco] = 20, ["onnx_fasterrcnn_resnet50_fpn 3×800×1066"] = 1.45,
        ["onnx_fasterrcnn_mobilenet_v3_large_320_fpn 3×800×1066"] = 1.2, ["onnx_resnet50 1×3×224×224"] = 1.2, ["onnx_resnet50 8×3×224×224"] = 1.2,
    };

    private readonly StringBuilder _text = new();

    public string Write()
    {
        _text.AppendLine("# Speed").AppendLine();
        _text.AppendLine("Made by `benchmarks/compare.cs`, which runs Gannet and torchvision alternately. Every figure comes from a separate process; names,");
        _text.AppendLine("shapes and distributions are the same on both sides; times are medians over all rounds. Change the program, not this page.");
        _text.AppendLine("[performance.md](performance.md) explains how the kernels are built and how to run the comparison.").AppendLine();
        foreach (var topic in (string[])["System", "Processor", "Memory", ".NET", "libtorch", "BLAS"])
            if (machine.TryGetValue(topic, out var text)) _text.AppendLine($"- {topic}: {text.Split(" (")[0]}"); // without the path
        _text.AppendLine($"- The peer: {string.Join(", ", theirs.Versions ?? ["not run"])}").AppendLine($"- Date: {date}").AppendLine();
        Table("Kernels", static name => !name.Contains("rcnn", StringComparison.Ordinal) && !IsCoco(name) && !IsPeak(name) && !IsOnnx(name), found: false);
        Table("Detection", static name => name.Split('_')[0] is "infer" or "backbone", found: true);
        Table("A training step", static name => name.StartsWith("train_step_", StringComparison.Ordinal), found: false);
        Onnx();
        Table("COCO's evaluation", IsCoco, found: false);
        if (ours.Names.Any(IsCoco))
        {
            _text.AppendLine($"The peer is pycocotools, commit {pycocotools}, with numpy {theirs.Of(Coco, "numpy").Trim('"')}. 5,000 pictures, 36,000 objects");
            _text.AppendLine("and 500,000 detections are generated; the twelve numbers of both sides agree to 1e-6.").AppendLine();
        }

        Peak();
        return _text.ToString().ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private void Table(string title, Func<string, bool> belongs, bool found)
    {
        string[] names = [.. ours.Names.Where(belongs)];
        if (names.Length == 0) return;
        _text.AppendLine($"## {title}").AppendLine();
        _text.AppendLine($"| work | peer | Gannet | Gannet, best | ratio | target |{(found ? " proposals, detections: peer / ours |" : "")}");
        _text.AppendLine($"|---|---|---|---|---|---|{(found ? "---|" : "")}");
        foreach (var name in names)
        {
            var peer = name.Replace(" bf16", "", StringComparison.Ordinal); // the peer runs only in single precision
            var (their, our) = (theirs.Median(peer), ours.Median(name));
            var target = s_targets.TryGetValue(name, out var t) ? $"{t:0.#}×" : name.StartsWith("train", StringComparison.Ordinal) ? "1.5×" : "";
            var ratio = their is { } a && our is { } b ? $"{a / b:F1}×" : "";
            _text.Append($"| {name} | {Time(their)} | {Time(our)} | {Time(ours.Least(name))} | {ratio} | {target} |");
            _text.AppendLine(!found ? "" : Found(ours, name) is { Length: > 0 } own ? $" {Found(theirs, peer)} / {own} |" : " |");
        }

        _text.AppendLine();
    }

    private void Onnx()
    {
        string[] names = [.. ours.Names.Where(IsOnnx)];
        if (names.Length == 0) return;
        _text.AppendLine("## ONNX graphs").AppendLine();
        _text.AppendLine("`Gannet.Runtime` beside ONNX Runtime (NuGet's Microsoft.ML.OnnxRuntime) on the same files, torchvision's own exports.").AppendLine();
        _text.AppendLine("| work | peer | Gannet | Gannet, best | ratio | target | load and first run: peer / ours | peak memory: peer / ours |");
        _text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var name in names)
        {
            var (their, our) = (theirs.Median(name), ours.Median(name));
            _text.Append($"| {name} | {Time(their)} | {Time(our)} | {Time(ours.Least(name))} | {their / our:F2}× | {s_targets.GetValueOrDefault(name):0.##}× ");
            _text.AppendLine($"| {Start(theirs, name)} / {Start(ours, name)} | {theirs.Most(name, "peak_mb"):F0} / {ours.Most(name, "peak_mb"):F0} MB |");
        }

        _text.AppendLine();

        static string Start(Figures side, string name) => Time(side.Lowest(name, "load_s") + side.Lowest(name, "first_s"));
    }

    private void Peak()
    {
        string[] names = [.. ours.Names.Where(IsPeak)];
        if (names.Length == 0) return;
        _text.AppendLine("## The limit").AppendLine();
        _text.AppendLine("The rates that libtorch's own matrix product and convolution reach on this machine, and how much of them a detection uses.").AppendLine();
        _text.AppendLine("| | GFLOP/s |").AppendLine("|---|---|");
        foreach (var name in names) _text.AppendLine($"| {name} | {ours.Most(name, "gflops"):F0} |");
        foreach (var name in ours.Names.Where(static name => name.StartsWith("infer_", StringComparison.Ordinal)))
        {
            var precision = name.EndsWith("bf16", StringComparison.Ordinal) ? "bf16" : "fp32";
            var limit = names.Where(n => n.EndsWith(precision, StringComparison.Ordinal)).Select(n => ours.Most(n, "gflops")).DefaultIfEmpty().Max();
            if (limit == 0) continue;
            var (gflop, seconds) = (ours.Most(name, "gflop"), ours.Median(name)!.Value);
            _text.AppendLine($"| {name}: {gflop:G3} GFLOP by definition | {gflop / seconds:F0}, {gflop / seconds / limit:P0} of the limit |");
        }
    }

    private static bool IsOnnx(string name) => name.StartsWith("onnx_", StringComparison.Ordinal);

    private static bool IsCoco(string name) => name.StartsWith("coco_", StringComparison.Ordinal);

    private static bool IsPeak(string name) => name.StartsWith("gemm_", StringComparison.Ordinal) || name.StartsWith("conv_", StringComparison.Ordinal);

    private static string Found(Figures side, string name) => $"{side.Of(name, "proposals")}, {side.Of(name, "detections")}".Trim(',', ' ');

    private static string Time(double? seconds) => seconds switch { null => "", < 1 => $"{seconds * 1e3:G3} ms", _ => $"{seconds:F2} s" };
}
