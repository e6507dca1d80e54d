using System.Text.Json;
using Gannet.Training.Profiling;

namespace Gannet.Training.Tests.Profiling;

/// <summary>Other tests run at the same time and may add spans of their own, so these look for theirs.</summary>
public sealed class ChromeTraceTests
{
    [Fact]
    public void Spans_of_all_threads_are_events_inside_one_another()
    {
        using var folder = new TemporaryFolder();
        using var trace = new ChromeTrace();
        using (Spans.Start("trace test outer"))
        {
            using (Spans.Start("trace test inner")) Thread.Sleep(2);
        }

        var thread = new Thread(static () => Spans.Start("trace test elsewhere")?.Dispose());
        thread.Start();
        thread.Join();
        trace.Write(folder.File("trace.json"));

        using var json = JsonDocument.Parse(File.ReadAllBytes(folder.File("trace.json")));
        var events = json.RootElement.GetProperty("traceEvents").EnumerateArray().ToList();
        Assert.All(events, static e => Assert.Equal("X", e.GetProperty("ph").GetString()));
        var (outer, inner, elsewhere) = (Of(events, "trace test outer"), Of(events, "trace test inner"), Of(events, "trace test elsewhere"));
        Assert.True(Start(outer) <= Start(inner) && End(inner) <= End(outer));
        Assert.True(End(inner) - Start(inner) >= 1000, "microseconds");
        Assert.Equal(outer.GetProperty("tid").GetInt32(), inner.GetProperty("tid").GetInt32());
        Assert.NotEqual(outer.GetProperty("tid").GetInt32(), elsewhere.GetProperty("tid").GetInt32());
    }

    [Fact]
    public void After_its_end_nothing_is_collected()
    {
        var trace = new ChromeTrace();
        trace.Dispose();
        var count = trace.Count;
        Spans.Start("trace test too late")?.Dispose();
        Assert.Equal(count, trace.Count);
    }

    private static JsonElement Of(List<JsonElement> events, string name) => events.Single(e => e.GetProperty("name").GetString() == name);

    private static double Start(JsonElement e) => e.GetProperty("ts").GetDouble();

    private static double End(JsonElement e) => Start(e) + e.GetProperty("dur").GetDouble();
}
