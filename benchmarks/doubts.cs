// Corrupts labels of a data set, trains on the result, and counts how many of the corrupted labels come first in "labels to doubt":
//   dotnet run benchmarks/doubts.cs -- --data DIR --minutes 15 --weights resnet18.pth --work DIR --out doubts.md
// Of 5 % of the labels (--share), a quarter each gets another class, is moved by a third of its width or height, is removed, or is joined by a
// box of another's size somewhere else. --kinds names some of class,moved,removed,added instead of all. --seed chooses them and seeds the training. What DIR holds already is not made again: the
// corrupted set (data), the model (run), the list (report).
#:project ../src/Gannet.Datasets/Gannet.Datasets.csproj

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gannet;
using Gannet.Datasets;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Writing;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = new Options(args);
var work = Directory.CreateDirectory(options["work", "runs/doubts"]).FullName;
var (gannet, minutes, seed) = (options["gannet", "./gannet"], options["minutes", "15"], int.Parse(options["seed", "1"]));
var (data, run, report, list) = (Path.Combine(work, "data"), Path.Combine(work, "run"), Path.Combine(work, "report"), Path.Combine(work, "corrupted.tsv"));

if (!File.Exists(list))
{
    var corruption = new Corruption(DatasetReader.Read(options.Required("data")).Dataset, double.Parse(options["share", "0.05"]), Corruption.Kinds(options["kinds", "class,moved,removed,added"]), seed);
    DatasetWriter.Write(data, corruption.Result);
    File.WriteAllLines(list, corruption.Changes.Select(static change => change.ToString()));
}

var model = Path.Combine(run, "model.safetensors");
string[] weights = options["weights", ""] is { Length: > 0 } file ? ["--weights", file] : [];
if (!File.Exists(model)) Run(["train", "--data", data, "--val-split", "none", "--minutes", minutes, "--seed", $"{seed}", "--out", run, "--overwrite", "--quiet", .. weights]);
var json = Path.Combine(report, "stats.json");
if (!File.Exists(json)) Run(["data", "stats", "--data", data, "--model", model, "--report", report]);

var page = Count(File.ReadLines(list).Select(Change.Parse).ToList(), JsonNode.Parse(File.ReadAllText(json))!);
if (options["out", ""] is { Length: > 0 } target) File.WriteAllText(target, page);
Console.Write(page);

static string Count(List<Change> changes, JsonNode stats)
{
    var labels = stats["boxes"]!.GetValue<int>();
    var doubts = stats["doubts"]!.AsArray().Select(static (node, rank) => new Doubt(
        rank, node!["picture"]!.GetValue<string>(), Box.FromSize(Number(node, 0), Number(node, 1), Number(node, 2), Number(node, 3)))).ToLookup(static d => d.Picture);
    var ranks = changes.Select(change => (change.Kind, Rank: doubts[change.Picture].Where(d => Iou(d.Box, change.Box) > 0.5)
        .Select(static d => d.Rank).DefaultIfEmpty(int.MaxValue).Min())).ToList();
    var text = new StringBuilder($"{changes.Count} of {labels} labels corrupted; the first tenth of the list is {labels / 10} doubts.\n\n"
        + "| corruption | labels | in the first twentieth | in the first tenth | in the first fifth |\n|---|---|---|---|---|\n");
    foreach (var kind in ranks.GroupBy(static r => r.Kind).Concat(ranks.GroupBy(static _ => "all")))
        text.Append($"| {kind.Key} | {kind.Count()} | {Within(kind, 20)} | {Within(kind, 10)} | {Within(kind, 5)} |\n");

    return text.ToString();

    string Within(IEnumerable<(string, int Rank)> kind, int part) => $"{kind.Average(r => r.Rank < labels / part ? 1.0 : 0):P0}";
}

static float Number(JsonNode node, int k) => node["bbox"]![k]!.GetValue<float>();

static double Iou(Box a, Box b)
{
    var (w, h) = (Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1), Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1));
    return w > 0 && h > 0 ? w * h / (a.Area + b.Area - w * h) : 0;
}

void Run(string[] arguments)
{
    Console.Error.WriteLine($"{DateTime.Now:HH:mm} gannet {string.Join(' ', arguments)}");
    using var process = Process.Start(gannet, arguments)!;
    process.WaitForExit();
    if (process.ExitCode != 0) throw new InvalidOperationException($"gannet ended with {process.ExitCode}.");
}

internal readonly record struct Doubt(int Rank, string Picture, Box Box);

/// <summary>A corrupted label; its box is the one in the corrupted set, or the removed one.</summary>
internal sealed record Change(string Kind, string Picture, Box Box)
{
    public override string ToString() => $"{Kind}\t{Picture}\t{Box.X1}\t{Box.Y1}\t{Box.X2}\t{Box.Y2}";

    public static Change Parse(string line) => line.Split('\t') is [var kind, var picture, .. var corners]
        ? new(kind, picture, new(float.Parse(corners[0]), float.Parse(corners[1]), float.Parse(corners[2]), float.Parse(corners[3])))
        : throw new FormatException(line);
}

/// <summary>A data set with corrupted labels.</summary>
internal sealed class Corruption
{
    private static readonly Dictionary<string, string> s_kinds = new()
    {
        ["class"] = "class changed",
        ["moved"] = "box moved by a third",
        ["removed"] = "box removed",
        ["added"] = "box added",
    };

    public Corruption(AnnotatedDataset dataset, double share, string[] planted, int seed)
    {
        var random = new Random(seed);
        var places = dataset.Images.SelectMany(static (image, p) => image.Annotations.Select((_, k) => (Picture: p, Label: k))).ToArray();
        random.Shuffle(places);
        var chosen = places.Take((int)Math.Round(share * places.Length)).Select((place, k) => (place, Kind: planted[k % planted.Length]))
            .ToLookup(static c => c.place.Picture);
        Result = dataset with { Images = [.. dataset.Images.Select((image, p) => Corrupt(image, chosen[p].ToDictionary(static c => c.place.Label, static c => c.Kind)))] };

        AnnotatedImage Corrupt(AnnotatedImage image, Dictionary<int, string> kinds)
        {
            List<Annotation> kept = [];
            for (var k = 0; k < image.Annotations.Count; k++)
            {
                var label = image.Annotations[k] with { Segmentation = null, Written = null, Area = null };
                var kind = kinds.GetValueOrDefault(k);
                var changed = kind switch
                {
                    "class changed" => label with { Label = (label.Label + 1 + random.Next(dataset.Classes.Count - 1)) % dataset.Classes.Count },
                    "box moved by a third" => label with { Box = Moved(label.Box, image) },
                    "box added" => label with { Box = Elsewhere(label.Box, image) },
                    _ => label,
                };
                if (kind is not null) Changes.Add(new(kind, image.FileName, changed.Box));
                if (kind != "box removed") kept.Add(changed);
                if (kind == "box added") kept.Add(label);
            }

            return image with { Annotations = kept };
        }

        // Towards the side where the picture has room.
        Box Moved(Box box, AnnotatedImage image)
        {
            var (x, y) = random.Next(2) == 0 ? (box.Width / 3, 0f) : (0f, box.Height / 3);
            return box.Shift(box.X2 + x <= image.Width ? x : -x, box.Y2 + y <= image.Height ? y : -y).Clip(image.Width, image.Height);
        }

        Box Elsewhere(Box box, AnnotatedImage image) => Box.FromSize(
            random.NextSingle() * (image.Width - box.Width), random.NextSingle() * (image.Height - box.Height), box.Width, box.Height);
    }

    /// <summary>The kinds that are named, separated by commas.</summary>
    public static string[] Kinds(string names) => [.. names.Split(',').Select(static name => s_kinds.GetValueOrDefault(name)
        ?? throw new ArgumentException($"--kinds {name}: is none of {string.Join(", ", s_kinds.Keys)}."))];

    public AnnotatedDataset Result { get; }

    public List<Change> Changes { get; } = [];
}

/// <summary>Options as <c>--name value</c>.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    public Options(string[] args)
    {
        if (args.Length % 2 != 0) throw new ArgumentException($"{args[^1]}: expected --name value.");
        for (var k = 0; k < args.Length; k += 2)
            _values[args[k].StartsWith("--", StringComparison.Ordinal) ? args[k][2..] : throw new ArgumentException($"{args[k]}: expected --name value.")] = args[k + 1];
    }

    public string this[string name, string otherwise] => _values.GetValueOrDefault(name, otherwise);

    public string Required(string name) => _values.GetValueOrDefault(name) ?? throw new ArgumentException($"--{name} is required.");
}
