using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Gannet.Mutation;

// Makes many small changes to a library, one at a time, and checks whether its tests notice. docs/mutation.md says how to run it.
if (args is ["--child", .. var arguments])
{
    TestRun.Serve(arguments);
    return 0;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
var names = args.Where((argument, at) => !argument.StartsWith("--", StringComparison.Ordinal) && (at == 0 || !args[at - 1].StartsWith("--", StringComparison.Ordinal))).ToArray();
if (names is not [var project, .. var folders])
{
    Console.Error.WriteLine("usage: Gannet.Kernels [Overlaps …] [--every N] [--seed N] [--workers N] [--minutes N] [--report FILE]");
    return 2;
}

var (every, seed, workers, minutes) = (Number("--every", 1), Number("--seed", 1), Number("--workers", 1), Number("--minutes", 24 * 60));
var root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "Gannet.slnx"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run it from a checkout.");
var testFolder = Path.Combine(root, "artifacts", "bin", project + ".Tests", "release");
var work = Directory.CreateTempSubdirectory("gannet-mutants-").FullName;
try
{
    var library = Path.Combine(work, project + ".dll");
    var all = MutantBuild.Build(root, project, folders, testFolder, library);
    var random = new Random(seed);
    // In random order, so the mutants tried before time is up are a fair sample.
    var chosen = all.Where(_ => random.Next(every) == 0).ToArray();
    random.Shuffle(chosen);
    Console.WriteLine($"{all.Count} mutants, {chosen.Length} tried");
    var (coverage, ids) = (Path.Combine(work, "coverage.json"), Path.Combine(work, "mutants.json"));
    File.WriteAllText(ids, JsonSerializer.Serialize(all.Select(static m => m.Id)));
    var name = project == "Gannet.Core" ? "Gannet" : project; // Core's namespace is the product's
    var prefixes = folders.Length == 0 ? $"{name}.Tests." : string.Join(',', folders.Select(f => $"{name}.Tests.{f.Replace('/', '.')}"));
    var campaign = new Campaign([library, Path.Combine(testFolder, project + ".Tests.dll"), prefixes, coverage, ids], new ConcurrentQueue<Mutant>(chosen), TimeSpan.FromMinutes(minutes));
    // The first child finds out which test reaches which mutant; the others wait for it.
    var first = campaign.WorkAsync();
    while (!File.Exists(coverage) && !first.IsCompleted) await Task.Delay(200);
    await Task.WhenAll([first, .. Enumerable.Range(1, workers - 1).Select(_ => campaign.WorkAsync())]);
    Report.Write([.. chosen.Where(m => campaign.Outcomes.ContainsKey(m.Id)).OrderBy(static m => m.Id)], campaign.Outcomes, Option("--report"));
}
finally
{
    Directory.Delete(work, recursive: true);
}

return 0;

int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
