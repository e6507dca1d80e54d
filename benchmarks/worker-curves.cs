// Draws that the number of workers does not change what is learnt: trains the same with 1, 2 and 4 processes and puts their losses side by side.
//   dotnet run benchmarks/worker-curves.cs -- --data DIR --work DIR --out curves.svg [--steps 50] [--workers 1,2,4] [--gannet ./gannet] [--preset NAME] [--set NAME=VALUE ...]
// Above the loss of every step, one curve for each number of workers; below how far each is from the first, relative to it, on a logarithmic
// axis. Everything else on the command line goes to 'gannet train'. The processes share this machine, so the times say nothing about speed.

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string[] own = ["work", "out", "steps", "workers", "gannet"];
var (options, rest) = (new Dictionary<string, string>(), new List<string>());
foreach (var pair in args.Chunk(2))
{
    if (pair is [var name, var value] && own.Contains(name.TrimStart('-'))) options[name.TrimStart('-')] = value;
    else rest.AddRange(pair);
}

var steps = int.Parse(options.GetValueOrDefault("steps", "50"));
int[] workers = [.. options.GetValueOrDefault("workers", "1,2,4").Split(',').Select(int.Parse)];
var curves = workers.Select(count => (Workers: count, Losses: Train(count))).ToArray();
File.WriteAllText(options["out"], Draw(curves));
foreach (var (count, losses) in curves)
{
    var apart = losses.Zip(curves[0].Losses, static (a, b) => Math.Abs(a - b) / b).Max();
    Console.WriteLine($"{count} workers: loss {losses[0]:F6} → {losses[^1]:F6}, at most {apart:E1} from {curves[0].Workers}");
}

double[] Train(int count)
{
    var folder = Path.Combine(options["work"], $"workers-{count}");
    string[] arguments =
    [
        "train", .. rest, "--max-steps", $"{steps}", "--epochs", $"{steps}", "--out", folder, "--overwrite", "--quiet",
        .. count > 1 ? ["--processes", $"{count}"] : Array.Empty<string>(),
    ];
    using var process = Process.Start(new ProcessStartInfo(options.GetValueOrDefault("gannet", "./gannet"), arguments))!;
    process.WaitForExit();
    if (process.ExitCode != 0) throw new InvalidOperationException($"gannet {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    return [.. File.ReadLines(Path.Combine(folder, "metrics.jsonl")).Select(static line => JsonNode.Parse(line)!)
        .Where(static line => line["losses"] is not null).Select(static line => line["loss"]!.GetValue<double>())];
}

static string Draw((int Workers, double[] Losses)[] curves)
{
    const int Width = 760, Height = 560, Left = 64, Right = 16, Middle = 300, Gap = 44;
    string[] colours = ["#1b6ca8", "#d1495b", "#3d8b37", "#8d5fb5"];
    var (steps, top) = (curves.Max(static c => c.Losses.Length), curves.SelectMany(static c => c.Losses).Max());
    double X(int step) => Left + (step - 1.0) / Math.Max(1, steps - 1) * (Width - Left - Right);
    double Above(double loss) => Middle - 28 - loss / top * (Middle - 60);
    // From 1e-9, below which 32-bit losses are equal, to 1.
    double Below(double apart) => Middle + Gap - Math.Log10(Math.Clamp(apart, 1e-9, 1)) / 9 * (Height - Middle - Gap - 40);
    var svg = new StringBuilder($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    Text(Left, 18, "loss", "start");
    Text(Left, Middle + Gap - 14, $"distance from {curves[0].Workers} worker, relative", "start");
    for (var k = 0; k <= 4; k++) Line(Above(top * k / 4), $"{top * k / 4:G3}");
    for (var power = -9; power <= 0; power += 3) Line(Below(Math.Pow(10, power)), $"1e{power}");
    for (var step = 10; step <= steps; step += 10) Text(X(step), Height - 22, $"{step}", "middle");
    Text((Left + Width - Right) / 2, Height - 6, "step", "middle");
    for (var k = 0; k < curves.Length; k++)
    {
        var (count, losses) = curves[k];
        var (colour, dash) = (colours[k % colours.Length], k == 0 ? "" : $" stroke-dasharray=\"{4 + 4 * k} {6 * k}\"");
        Curve(losses.Select((loss, n) => (X(n + 1), Above(loss))), colour, dash);
        if (k > 0) Curve(losses.Zip(curves[0].Losses).Select((pair, n) => (X(n + 1), Below(Math.Abs(pair.First - pair.Second) / pair.Second))), colour, "");
        svg.Append($"<text x=\"{Width - Right - 12}\" y=\"{24 + 16 * k}\" text-anchor=\"end\" fill=\"{colour}\">{count} worker{(count == 1 ? "" : "s")}</text>\n");
    }

    return svg.Append("</svg>\n").ToString();

    void Text(double x, double y, string text, string anchor) => svg.Append($"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\">{text}</text>\n");

    void Line(double y, string label)
    {
        svg.Append($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:F1}\" y2=\"{y:F1}\" stroke=\"#ddd\"/>\n");
        Text(Left - 6, y + 4, label, "end");
    }

    void Curve(IEnumerable<(double X, double Y)> points, string colour, string dash) => svg.Append(
        $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"{dash} points=\"{string.Join(' ', points.Select(static p => $"{p.X:F1},{p.Y:F1}"))}\"/>\n");
}
