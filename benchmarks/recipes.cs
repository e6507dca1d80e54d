// Trains recipes for the same minutes on several data sets and writes a table of their scores:
//   dotnet run benchmarks/recipes.cs -- --sets sets.txt --recipes recipes.txt --minutes 10 --seeds 1,2 --weights resnet18.pth --work DIR --out table.md
// A line of sets.txt is a name, a data set, the split to learn from and the one to score, and options of 'gannet train' for this set if any, with
// tabs between them. A line of recipes.txt is a name, a tab, and further options; a recipe without any is the default, --preset auto.
// '--minutes none' leaves the length to the options, so that machines of any speed agree. '--against NAME' also writes what each recipe adds to that one.
// Runs are made one after the other, since two at once would share the cores that the minutes are about, and nothing else should run
// meanwhile. What is in DIR/scores.tsv already is not run again, so that the command can be stopped and repeated.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = new Options(args);
var work = Directory.CreateDirectory(options["work", "runs/recipes"]).FullName;
var gannet = options["gannet", "./gannet"];
var minutes = options["minutes", "10"];
var length = minutes == "none" ? (string[])[] : ["--minutes", minutes];
var weights = options["weights", ""];
int[] seeds = [.. options["seeds", "1"].Split(',').Select(int.Parse)];
string[][] sets = Table(options.Required("sets"), columns: 4);
string[][] recipes = Table(options.Required("recipes"), columns: 1);
var scores = new Scores(Path.Combine(work, "scores.tsv"));

foreach (var seed in seeds)
{
    foreach (var set in sets)
    {
        foreach (var recipe in recipes)
        {
            var key = new Key(set[0], recipe[0], minutes, seed, weights.Length > 0);
            if (scores.Holds(key)) continue;
            scores.Add(key, Measure(key, set, [.. Words(set, 4), .. Words(recipe, 1)]));
        }
    }
}

string[] setNames = [.. sets.Select(static s => s[0])], recipeNames = [.. recipes.Select(static r => r[0])];
var page = scores.Markdown(setNames, recipeNames, minutes, weights.Length > 0);
if (options["against", ""] is { Length: > 0 } basis) page += "\n" + scores.Differences(setNames, recipeNames, basis, minutes, weights.Length > 0);
if (options["out", ""] is { Length: > 0 } file) File.WriteAllText(file, page);
Console.Write(page);

Score Measure(Key key, string[] set, string[] more)
{
    var folder = Path.Combine(work, $"{key.Set}-{key.Recipe.Replace(' ', '_')}-{minutes}-{key.Seed}");
    var watch = Stopwatch.StartNew();
    Run([
        "train", "--data", set[1], "--train-split", set[2], "--val-split", "none", .. length, "--seed", $"{key.Seed}", "--out", folder,
        "--overwrite", "--quiet", .. weights.Length > 0 ? (string[])["--weights", weights] : [], .. more,
    ]);
    var seconds = watch.Elapsed.TotalSeconds;
    var json = Path.Combine(folder, "test.json");
    Run(["evaluate", "--model", Path.Combine(folder, "model.safetensors"), "--data", set[1], "--split", set[3], "--json", json]);
    foreach (var large in (string[])["checkpoint", "last.safetensors"]) Remove(Path.Combine(folder, large));
    var report = JsonNode.Parse(File.ReadAllText(json))!;
    return new(Number("AP"), Number("AP50"), Number("APs"), seconds);

    double Number(string name) => report[name]!.GetValue<double>();
}

void Run(string[] arguments)
{
    Console.Error.WriteLine($"{DateTime.Now:HH:mm} gannet {string.Join(' ', arguments)}");
    using var process = Process.Start(gannet, arguments)!;
    process.WaitForExit();
    if (process.ExitCode != 0) throw new InvalidOperationException($"gannet ended with {process.ExitCode}.");
}

static void Remove(string path)
{
    if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    else File.Delete(path);
}

static string[] Words(string[] row, int column) => row.Length > column ? row[column].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];

static string[][] Table(string path, int columns)
{
    string[][] rows = [.. File.ReadLines(path).Where(static l => l.Length > 0 && l[0] != '#').Select(static l => l.Split('\t'))];
    return Array.TrueForAll(rows, row => row.Length >= columns) && rows.Length > 0
        ? rows
        : throw new ArgumentException($"{path}: expected lines of {columns} columns with tabs between them.");
}

internal readonly record struct Key(string Set, string Recipe, string Minutes, int Seed, bool HasWeights);

internal readonly record struct Score(double AP, double AP50, double Small, double Seconds);

/// <summary>The scores of all runs so far; a file with one line for each.</summary>
internal sealed class Scores
{
    private readonly string _path;
    private readonly Dictionary<Key, Score> _known = [];

    public Scores(string path)
    {
        _path = path;
        if (!File.Exists(path)) return;
        foreach (var row in File.ReadLines(path).Select(static l => l.Split('\t')))
        {
            _known[new(row[0], row[1], row[2], int.Parse(row[3]), bool.Parse(row[4]))] =
                new(double.Parse(row[5]), double.Parse(row[6]), double.Parse(row[7]), double.Parse(row[8]));
        }
    }

    public bool Holds(Key key) => _known.ContainsKey(key);

    public void Add(Key key, Score score)
    {
        _known[key] = score;
        File.AppendAllText(_path, $"{key.Set}\t{key.Recipe}\t{key.Minutes}\t{key.Seed}\t{key.HasWeights}\t{score.AP}\t{score.AP50}\t{score.Small}\t{score.Seconds:F0}\n");
    }

    /// <summary>A row for each recipe, a column for each set: mean AP / AP50 over the seeds, and half the range of AP.</summary>
    public string Markdown(IReadOnlyList<string> sets, IReadOnlyList<string> recipes, string minutes, bool hasWeights)
    {
        var text = new StringBuilder($"| recipe | {string.Join(" | ", sets)} | mean AP | minutes taken |\n|---|{string.Concat(sets.Select(static _ => "---|"))}---|---|\n");
        foreach (var recipe in recipes)
        {
            Score[] all = [.. Values(recipe, null)];
            if (all.Length == 0) continue;
            var cells = sets.Select(set => Cell([.. Values(recipe, set)]));
            text.Append($"| {recipe} | {string.Join(" | ", cells)} | {sets.Average(set => Values(recipe, set).Select(static s => s.AP).DefaultIfEmpty(0).Average()):.000} | ")
                .Append($"{all.Min(static s => s.Seconds) / 60:0.0} to {all.Max(static s => s.Seconds) / 60:0.0} |\n");
        }

        return text.ToString();

        IEnumerable<Score> Values(string recipe, string? set) => Of(recipe, set, minutes, hasWeights).Select(static k => k.Value);
    }

    /// <summary>What each recipe adds to the AP of <paramref name="basis"/> with the same seed: mean and its standard error over the seeds; last, over all sets.</summary>
    public string Differences(IReadOnlyList<string> sets, IReadOnlyList<string> recipes, string basis, string minutes, bool hasWeights)
    {
        var text = new StringBuilder($"| added to {basis} | {string.Join(" | ", sets)} | all |\n|---|{string.Concat(sets.Select(static _ => "---|"))}---|\n");
        foreach (var recipe in recipes.Where(r => r != basis))
        {
            double[][] each = [.. sets.Select(set => Pairs(recipe, set))];
            if (each.Sum(static d => d.Length) == 0) continue;
            text.Append($"| {recipe} | {string.Join(" | ", each.Select(Signed))} | {Signed([.. each.SelectMany(static d => d)])} |\n");
        }

        return text.ToString();

        double[] Pairs(string recipe, string set) => [.. Of(recipe, set, minutes, hasWeights)
            .Where(k => Holds(k.Key with { Recipe = basis }))
            .Select(k => k.Value.AP - _known[k.Key with { Recipe = basis }].AP)];

        static string Signed(double[] values)
        {
            if (values.Length == 0) return "";
            var mean = values.Average();
            var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1) / values.Length);
            return $"{mean:+.000;−.000}" + (values.Length > 1 ? $" ± {error:.000}" : "");
        }
    }

    private IEnumerable<KeyValuePair<Key, Score>> Of(string recipe, string? set, string minutes, bool hasWeights) =>
        _known.Where(k => k.Key.Recipe == recipe && (set is null || k.Key.Set == set) && k.Key.Minutes == minutes && k.Key.HasWeights == hasWeights);

    private static string Cell(Score[] scores)
    {
        if (scores.Length == 0) return "";
        var spread = scores.Length > 1 ? $" ± {(scores.Max(static s => s.AP) - scores.Min(static s => s.AP)) / 2:.000}" : "";
        return $"{scores.Average(static s => s.AP):.000}{spread} / {scores.Average(static s => s.AP50):.000}";
    }
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
