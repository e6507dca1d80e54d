// Labels a data set through the page of 'gannet label', with its known labels standing in for a person, and counts what had to be drawn by hand:
//   dotnet run benchmarks/label-loop.cs -- --data DIR --split train --minutes 5 --weights resnet18.pth --work DIR --out label-loop.md
// The pictures are copied into a bare folder. Every 25 pictures (--every) the page trains for so many minutes; the next pictures are those that it
// finds most worth labelling. A suggestion of at least --score is accepted if an object of its class overlaps it by an IoU of --iou (.7: a person
// would hardly correct it) and is then saved as suggested; every other suggestion is a wrong one that had to be dismissed, and every other object is
// drawn. Of the drawn ones, those that a suggestion of their class overlaps by .5 are counted as corrected, too: a person would move its edges, but it
// counts as drawn. --rounds N ends after so many rounds. --seed chooses the first pictures.
#:property AssemblyName=label-loop
#:project ../src/Gannet.Datasets/Gannet.Datasets.csproj

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gannet;
using Gannet.Datasets;
using Gannet.Datasets.Reading;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = new Options(args);
var work = Directory.CreateDirectory(options["work", "runs/label-loop"]).FullName;
var (every, seed) = (int.Parse(options["every", "25"]), int.Parse(options["seed", "1"]));
var (minutes, score, iou) = (double.Parse(options["minutes", "5"]), double.Parse(options["score", "0.5"]), double.Parse(options["iou", "0.7"]));
var truth = DatasetReader.Read(options.Required("data"), new() { Split = options["split", "train"] }).Dataset;
var pictures = Path.Combine(work, "pictures");
if (Directory.Exists(pictures)) throw new InvalidOperationException($"{pictures} holds an earlier replay; delete it or name another --work.");
Directory.CreateDirectory(pictures);
foreach (var picture in truth.Images) File.Copy(picture.Path, Path.Combine(pictures, Path.GetFileName(picture.Path)));

using var page = await Page.StartAsync(options["gannet", "./gannet"], pictures, truth.Classes, Path.Combine(work, "runs"), options["weights", ""]);
var person = new Person(truth, score, iou);
var names = (await page.GetAsync("/api/project"))["pictures"]!.AsArray().Select(static p => (string)p!["name"]!).ToList();
var known = truth.Images.ToDictionary(static p => Path.GetFileName(p.Path), StringComparer.Ordinal);
var left = Enumerable.Range(0, names.Count).ToArray();
new Random(seed).Shuffle(left);
var (queue, rounds, last) = (new Queue<int>(left), new List<Round>(), int.Parse(options["rounds", "1000"]));
while (queue.Count > 0 && rounds.Count < last)
{
    var round = new Round(rounds.Count + 1);
    for (var k = 0; k < every && queue.TryDequeue(out var id); k++) await person.LabelAsync(page, id, known[names[id]], round);
    rounds.Add(round);
    Console.Error.WriteLine($"{DateTime.Now:HH:mm} {round}");
    if (queue.Count == 0 || rounds.Count == last) break;
    await page.TrainAsync(minutes);
    queue = new((await page.GetAsync("/api/order"))["pictures"]!.AsArray().Select(static p => (int)p!));
}

var text = Report(rounds);
if (options["out", ""] is { Length: > 0 } target) File.WriteAllText(target, text);
Console.Write(text);

string Report(List<Round> all)
{
    var sum = all.Aggregate(new Round(0), static (a, b) => a.Plus(b));
    var table = new StringBuilder("| round | pictures | objects | accepted | drawn | of these corrected | wrong suggestions |\n|---|---|---|---|---|---|---|\n");
    foreach (var r in all.Append(sum)) table.Append($"| {(r == sum ? "all" : r.Number)} | {r.Pictures} | {r.Objects} | {r.Accepted} | {r.Drawn} | {r.Corrected} | {r.Wrong} |\n");
    return $"{table}\n{sum.Drawn} of {sum.Objects} boxes were drawn by hand, {1 - (double)sum.Drawn / sum.Objects:P0} fewer than all; {sum.Wrong} wrong suggestions were dismissed.\n"
        + $"A round is {every} pictures and {minutes} minutes of training; suggestions from a score of {score}, accepted from an IoU of {iou}; seed {seed}.\n";
}

/// <summary>What was done in a round.</summary>
internal sealed record Round(int Number)
{
    public int Pictures { get; set; }

    public int Objects { get; set; }

    public int Accepted { get; set; }

    public int Corrected { get; set; }

    public int Wrong { get; set; }

    public int Drawn => Objects - Accepted;

    public Round Plus(Round other) => new(0)
    {
        Pictures = Pictures + other.Pictures,
        Objects = Objects + other.Objects,
        Accepted = Accepted + other.Accepted,
        Corrected = Corrected + other.Corrected,
        Wrong = Wrong + other.Wrong,
    };
}

/// <summary>Accepts what fits the known labels, and draws the rest.</summary>
internal sealed class Person(AnnotatedDataset truth, double score, double iou)
{
    private const double SameObject = 0.5;

    public async Task LabelAsync(Page page, int id, AnnotatedImage picture, Round round)
    {
        var suggestions = (await page.GetAsync($"/api/pictures/{id}/suggestions?score={score}"))["boxes"]!.AsArray()
            .Select(static b => (Class: (string)b!["class"]!, Box: new Box((float)b["x1"]!, (float)b["y1"]!, (float)b["x2"]!, (float)b["y2"]!))).ToList();
        var objects = picture.Annotations.Select(a => (Class: truth.Classes[a.Label], a.Box)).ToList();
        var pairs = suggestions.SelectMany((s, i) => objects.Select((o, k) => (i, k, Overlap: s.Class == o.Class ? Iou(s.Box, o.Box) : 0)))
            .Where(static p => p.Overlap >= SameObject).OrderByDescending(static p => p.Overlap);
        var (accepted, corrected) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        foreach (var (i, k, overlap) in pairs)
        {
            if (accepted.ContainsKey(k) || accepted.ContainsValue(i) || corrected.ContainsKey(k) || corrected.ContainsValue(i)) continue;
            (overlap >= iou ? accepted : corrected)[k] = i;
        }

        round.Pictures++;
        round.Objects += objects.Count;
        round.Accepted += accepted.Count;
        round.Corrected += corrected.Count;
        round.Wrong += suggestions.Count - accepted.Count - corrected.Count;
        var boxes = objects.Select((o, k) => accepted.TryGetValue(k, out var i) ? suggestions[i] : o)
            .Select(static b => new { @class = b.Class, x1 = b.Box.X1, y1 = b.Box.Y1, x2 = b.Box.X2, y2 = b.Box.Y2 }).ToArray();
        var revision = (string)(await page.GetAsync($"/api/pictures/{id}/labels"))["revision"]!;
        await page.SendAsync(HttpMethod.Put, $"/api/pictures/{id}/labels", new { revision, labelled = true, boxes });
    }

    private static double Iou(Box a, Box b)
    {
        var (w, h) = (Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1), Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1));
        return w > 0 && h > 0 ? w * h / (a.Area + b.Area - w * h) : 0;
    }
}

/// <summary>The running page.</summary>
internal sealed partial class Page : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;
    private string _token = "";

    private Page(Process process, string url) => (_process, _client) = (process, new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(url), Timeout = TimeSpan.FromMinutes(10) });

    public static async Task<Page> StartAsync(string gannet, string pictures, IReadOnlyList<string> classes, string runs, string weights)
    {
        string[] arguments =
        [
            "label", "--data", pictures, "--classes", string.Join(',', classes), "--port", "0", "--no-open", "--out", runs, .. weights.Length > 0 ? (string[])["--weights", weights] : [],
        ];
        var process = Process.Start(new ProcessStartInfo(gannet, arguments) { RedirectStandardError = true })!;
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            Console.Error.WriteLine(line);
            if (Address().Match(line) is not { Success: true } found) continue;
            _ = Task.Run(async () => { while (await process.StandardError.ReadLineAsync() is { } more) Console.Error.WriteLine(more); });
            var page = new Page(process, found.Value);
            page._token = Token().Match(await page._client.GetStringAsync("/")).Groups[1].Value;
            return page;
        }

        throw new InvalidOperationException("gannet label did not start.");
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync(path))!;

    public async Task SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Gannet-Token", _token);
        using var answer = await _client.SendAsync(request);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Trains and waits until the new model has looked at all pictures.</summary>
    public async Task TrainAsync(double minutes)
    {
        var before = (int)(await GetAsync("/api/status"))["model"]!["generation"]!;
        await SendAsync(HttpMethod.Post, "/api/train", new { minutes });
        while (true)
        {
            await Task.Delay(1000);
            var status = await GetAsync("/api/status");
            var (training, model) = (status["training"]!, status["model"]!);
            if ((string)training["phase"]! == "failed") throw new InvalidOperationException($"The training failed: {training["message"]}");
            if ((int)model["generation"]! > before && (int)model["seen"]! == (int)model["pictures"]!) return;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        using (var kill = Process.Start("kill", [$"{_process.Id}"])) kill.WaitForExit();
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("name=\"gannet-token\" content=\"([0-9a-f]+)\"")]
    private static partial Regex Token();
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
