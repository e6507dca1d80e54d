using System.Diagnostics;
using System.Text.Json;

namespace Gannet.Training.Profiling;

/// <summary>Collects the <see cref="Spans"/> of all threads and writes them as a trace that chrome://tracing and Perfetto open.</summary>
public sealed class ChromeTrace : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Span> _spans = [];
    private readonly ActivityListener _listener;

    /// <summary>Starts to collect.</summary>
    public ChromeTrace()
    {
        _listener = new()
        {
            ShouldListenTo = static source => source.Name == Spans.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Number of spans that have ended.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _spans.Count;
        }
    }

    /// <summary>Writes the file atomically: an array of complete events, in microseconds since the first.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path)
    {
        Span[] spans;
        lock (_lock) spans = [.. _spans.OrderBy(static span => span.Start)];
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            json.WriteStartObject();
            json.WriteStartArray("traceEvents");
            foreach (var span in spans) Write(json, span, spans[0].Start);
            json.WriteEndArray();
            json.WriteString("displayTimeUnit", "ms");
            json.WriteEndObject();
        });
    }

    /// <summary>Ends the collection.</summary>
    public void Dispose() => _listener.Dispose();

    private static void Write(Utf8JsonWriter json, Span span, DateTime zero)
    {
        json.WriteStartObject();
        json.WriteString("name", span.Name);
        json.WriteString("cat", "gannet");
        json.WriteString("ph", "X");
        json.WriteNumber("ts", (span.Start - zero).TotalMicroseconds);
        json.WriteNumber("dur", span.Duration.TotalMicroseconds);
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteNumber("tid", span.Thread);
        json.WriteEndObject();
    }

    // A span ends on the thread on which it began.
    private void Keep(Activity activity)
    {
        lock (_lock) _spans.Add(new(activity.DisplayName, activity.StartTimeUtc, activity.Duration, Environment.CurrentManagedThreadId));
    }

    private readonly record struct Span(string Name, DateTime Start, TimeSpan Duration, int Thread);
}
