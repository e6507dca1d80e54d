// Puts 'gannet serve' under load, against loopback:
//   dotnet run -c Release benchmarks/serve-load.cs -- --model FILE --picture FILE [--parts served,load,soak] [--seconds 60] [--times 10] [--batch 4] [--soak 20000] [--gannet ./gannet] [--out FILE]
// served: what the service can do, with twice as many clients as a batch has pictures, beside 'gannet bench detect' with batches of that size. The
//   bench begins with a decoded picture; the service also reads the request, checks and decodes the file, and writes JSON, and this program
//   asks from the same cores: both processor times are told.
// load: --times as many requests as that for --seconds: how many were accepted, how many got 503, how long the accepted ones took, and the
//   memory before and after. Without 'served' it is measured first how much the service can do.
// soak: --soak requests by four clients; memory at each tenth. A small model makes minutes of it: what may leak is the same for a large one.
// Memory is the resident memory of the service's process.

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
AppContext.SetData("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit", "0"); // clients that spin would take time from the service
var options = args.Chunk(2).ToDictionary(static pair => pair[0].TrimStart('-'), static pair => pair[1]);
string Option(string name, string otherwise) => options.GetValueOrDefault(name, otherwise);
var (gannet, model, file) = (Option("gannet", "./gannet"), options["model"], options["picture"]);
var (seconds, times, batch, soak) = (double.Parse(Option("seconds", "60")), double.Parse(Option("times", "10")), int.Parse(Option("batch", "4")), int.Parse(Option("soak", "0")));
var parts = Option("parts", soak > 0 ? "served,load,soak" : "served,load").Split(',');
var picture = File.ReadAllBytes(file);

// Not while the service runs: its threads would share the cores.
var direct = parts.Contains("served") ? await BenchAsync() : double.NaN;
using var service = await Service.StartAsync(gannet, model, batch);
using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 4096 }) { BaseAddress = service.Address, Timeout = TimeSpan.FromMinutes(5) };
for (var k = 0; k < 3 * batch; k++) await DetectAsync();

var lines = new List<string>();
if (parts.Contains("served") || parts.Contains("load"))
{
    var (cpu, own) = (service.Processor, Environment.CpuUsage.TotalTime);
    var answered = await ClosedAsync(2 * batch, TimeSpan.FromSeconds(Math.Max(10, seconds / 3)));
    var rate = answered.Count / answered.Took.TotalSeconds;
    if (parts.Contains("served"))
    {
        lines.Add($"served: {rate:F2} pictures/s with {2 * batch} clients, batches of up to {batch}; bench detect: {direct:F2} pictures/s; {rate / direct:P1} of it");
        lines.Add($"processor time per picture: service {(service.Processor - cpu).TotalMilliseconds / answered.Count:F1} ms, clients {(Environment.CpuUsage.TotalTime - own).TotalMilliseconds / answered.Count:F1} ms");
    }

    if (parts.Contains("load"))
    {
        await Task.Delay(TimeSpan.FromSeconds(5));
        var before = service.Megabytes;
        lines.Add(await OpenAsync(rate * times, TimeSpan.FromSeconds(seconds)));
        await Task.Delay(TimeSpan.FromSeconds(15));
        var after = service.Megabytes;
        lines.Add($"memory: {before:F0} MB before, {after:F0} MB after ({after / before - 1:P1})");
    }
}

if (parts.Contains("soak")) lines.Add(await SoakAsync(soak > 0 ? soak : 20_000));
lines.ForEach(Console.WriteLine);
if (options.TryGetValue("out", out var target)) File.WriteAllLines(target, lines);
return;

async Task<(int Status, TimeSpan Took)> DetectAsync()
{
    var start = Stopwatch.GetTimestamp();
    using var response = await client.PostAsync("/v1/detect", new ByteArrayContent(picture));
    await response.Content.ReadAsByteArrayAsync();
    return ((int)response.StatusCode, Stopwatch.GetElapsedTime(start));
}

async Task<(int Count, TimeSpan Took)> ClosedAsync(int clients, TimeSpan time)
{
    var (start, count) = (Stopwatch.GetTimestamp(), 0);
    await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
    {
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            if ((await DetectAsync()).Status == 200) Interlocked.Increment(ref count);
        }
    }));
    return (count, Stopwatch.GetElapsedTime(start));
}

// Requests at a fixed rate, whatever the answers.
async Task<string> OpenAsync(double perSecond, TimeSpan time)
{
    var (start, asked) = (Stopwatch.GetTimestamp(), new List<Task<(int Status, TimeSpan Took)>>());
    while (Stopwatch.GetElapsedTime(start) is var now && now < time)
    {
        while (asked.Count < now.TotalSeconds * perSecond) asked.Add(Safely());
        await Task.Delay(1);
    }

    var answers = await Task.WhenAll(asked);
    var accepted = answers.Where(static a => a.Status == 200).Select(static a => a.Took.TotalMilliseconds).Order().ToList();
    var statuses = string.Join(", ", answers.GroupBy(static a => a.Status).OrderBy(static g => g.Key).Select(static g => $"{g.Count()} × {g.Key}"));
    return $"load: {answers.Length} requests in {time.TotalSeconds:F0} s ({perSecond:F1}/s): {statuses}; accepted ones took p50 {At(accepted, .5):F0} ms, p99 {At(accepted, .99):F0} ms";

    // 0 stands for a broken connection.
    async Task<(int, TimeSpan)> Safely()
    {
        try
        {
            return await DetectAsync();
        }
        catch (HttpRequestException)
        {
            return (0, default);
        }
    }
}

async Task<string> SoakAsync(int count)
{
    const int Tenths = 10;
    var (watch, failed, marks) = (Stopwatch.StartNew(), 0, new List<double>());
    for (var tenth = 0; tenth < Tenths; tenth++)
    {
        var left = count / Tenths;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                if ((await DetectAsync()).Status != 200) Interlocked.Increment(ref failed);
            }
        }));
        marks.Add(service.Megabytes);
    }

    return $"soak: {count} requests in {watch.Elapsed.TotalMinutes:F1} min, {failed} not answered with 200; MB after each tenth: {string.Join(", ", marks.Select(static m => $"{m:F1}"))}; "
        + $"from the first to the last {marks[^1] / marks[0] - 1:P1}, at most {marks.Max() / marks[0] - 1:P1}";
}

async Task<double> BenchAsync()
{
    var (width, height) = await SizeAsync();
    using var process = Process.Start(new ProcessStartInfo(gannet, ["bench", "detect", "--model", model, "--picture", file, "--size", $"{height}", $"{width}", "--batch", $"{batch}", "--json", "-"]) { RedirectStandardOutput = true })!;
    var text = await process.StandardOutput.ReadToEndAsync();
    await process.WaitForExitAsync();
    return batch / JsonNode.Parse(text.Split('\n').First(static line => line.Contains("infer_", StringComparison.Ordinal)))!["median_s"]!.GetValue<double>();
}

// The service says how large the picture is.
async Task<(int Width, int Height)> SizeAsync()
{
    using var probe = await Service.StartAsync(gannet, model, 1);
    using var asking = new HttpClient { BaseAddress = probe.Address };
    using var response = await asking.PostAsync("/v1/detect", new ByteArrayContent(picture));
    var size = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["picture"]!;
    return (size["width"]!.GetValue<int>(), size["height"]!.GetValue<int>());
}

static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[(int)(share * (sorted.Count - 1))];

internal sealed partial class Service(Process process, Uri address) : IDisposable
{
    public Uri Address => address;

    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public double Megabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    public static async Task<Service> StartAsync(string gannet, string model, int batch)
    {
        var process = Process.Start(new ProcessStartInfo(gannet, ["serve", "--model", model, "--urls", "http://127.0.0.1:0", "--max-batch", $"{batch}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += static (_, _) => { }; // a line for each request
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match) return new(process, new(match.Groups[1].Value));
        }

        throw new InvalidOperationException("gannet serve did not start; run it by hand to see why.");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    [GeneratedRegex(@"^Listening on (\S+)")]
    private static partial Regex Listening();
}
