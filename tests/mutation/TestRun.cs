using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Gannet.Mutation;

/// <summary>The child process: loads the tests and the mutated library, and tries mutants until none is left or the parent stops it.</summary>
/// <remarks>Only tests that reach the changed code are run for a mutant, quick tests first, until the first failure.</remarks>
internal sealed class TestRun
{
    private readonly FieldInfo _active, _seen;
    private readonly XunitTestFramework _framework = new(new TestSink());
    private readonly Assembly _tests;
    private readonly Dictionary<string, ITestCase> _cases;

    private TestRun(string library, string tests, string[] prefixes)
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == Path.GetFileNameWithoutExtension(library) ? context.LoadFromAssemblyPath(library)
            : Path.Combine(Path.GetDirectoryName(tests)!, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path)
            : null;
        _tests = AssemblyLoadContext.Default.LoadFromAssemblyPath(tests);
        var flip = Assembly.Load(Path.GetFileNameWithoutExtension(library)).GetType("Gannet.MutantSwitch", throwOnError: true)!;
        (_active, _seen) = (flip.GetField("Active")!, flip.GetField("Seen")!);
        using var sink = new TestSink();
        using var discoverer = _framework.GetDiscoverer(Reflector.Wrap(_tests));
        discoverer.Find(includeSourceInformation: false, sink, new TestOptions());
        sink.Wait();
        _cases = sink.Found.Where(c => c.SkipReason is null && prefixes.Any(p => c.TestMethod.TestClass.Class.Name.StartsWith(p, StringComparison.Ordinal)))
            .DistinctBy(static c => c.UniqueID).ToDictionary(static c => c.UniqueID);
    }

    /// <summary>Runs as the child. <paramref name="arguments"/> are the library, the tests, prefixes of test classes, a file for the coverage and the file of mutants.</summary>
    public static void Serve(string[] arguments)
    {
        if (arguments is not [var library, var tests, var prefixes, var coverageFile, var mutantFile]) throw new ArgumentException("five arguments");
        var run = new TestRun(library, tests, prefixes.Split(','));
        var ids = JsonSerializer.Deserialize<int[]>(File.ReadAllText(mutantFile))!;
        if (!File.Exists(coverageFile)) File.WriteAllText(coverageFile, JsonSerializer.Serialize(run.Cover(ids.Max() + 1)));
        var coverage = JsonSerializer.Deserialize<List<CoveredTest>>(File.ReadAllText(coverageFile))!;
        Say("ready");
        while (Console.ReadLine() is { } line) run.Try(int.Parse(line, System.Globalization.CultureInfo.InvariantCulture), coverage);
    }

    private static void Say(string text)
    {
        Console.Out.WriteLine("@@" + text);
        Console.Out.Flush();
    }

    private List<CoveredTest> Cover(int count)
    {
        List<CoveredTest> covered = [];
        var seen = new bool[count];
        using var sink = new TestSink
        {
            CaseStarting = _ => _seen.SetValue(null, seen = new bool[count]),
            CaseFinished = (test, passed, time) =>
            {
                if (passed) covered.Add(new(test.UniqueID, test.DisplayName, time.TotalSeconds, [.. Enumerable.Range(0, count).Where(k => seen[k])]));
                else Say($"broken {test.DisplayName}");
            },
        };
        Run([.. _cases.Values], sink);
        _seen.SetValue(null, null);
        return [.. covered.OrderBy(static c => c.Seconds)];
    }

    private void Try(int id, List<CoveredTest> coverage)
    {
        var reaching = coverage.Where(c => c.Reached.Contains(id)).ToList();
        if (reaching.Count == 0)
        {
            Say($"unreached {id}");
            return;
        }

        Say(FormattableString.Invariant($"start {id} {10 + 10 * reaching.Sum(static c => c.Seconds):F0}"));
        _active.SetValue(null, id);
        string? failure = null;
        foreach (var chunk in Chunks(reaching))
        {
            using var sink = new TestSink { StopsAtFailure = true };
            Run([.. chunk.Select(c => _cases[c.Id])], sink);
            failure = sink.FirstFailure;
            if (failure is not null) break;
        }

        _active.SetValue(null, -1);
        Say(failure is null ? $"survived {id}" : $"killed {id} {failure.ReplaceLineEndings(" ")}");
    }

    // The framework shuffles the tests of a run, so the quickest ones get separate runs, which go first.
    private static IEnumerable<CoveredTest[]> Chunks(List<CoveredTest> tests)
    {
        for (var (start, count) = (0, 4); start < tests.Count; start += count, count *= 2) yield return [.. tests.Skip(start).Take(count)];
    }

    private void Run(ITestCase[] cases, TestSink sink)
    {
        using var executor = _framework.GetExecutor(_tests.GetName());
        executor.RunTests(cases, sink, new TestOptions());
        sink.Wait();
    }
}
