using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Gannet.Serving.Metrics;

/// <summary>Adds up what a meter's instruments report, and writes it in Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText : IDisposable
{
    private static readonly double[] s_bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]; // seconds

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    public PrometheusText(ServingMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == metrics.Meter) listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Add((Family)state!, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Add((Family)state!, value, tags));
        _listener.Start();
    }

    /// <summary>Everything until now.</summary>
    public string Write()
    {
        lock (_gate)
        {
            foreach (var family in _families.Values.Where(static f => f.Kind == "gauge")) family.Series.Clear(); // models that have gone
        }

        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var family in _families.Values) family.Write(text);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private Family FamilyOf(Instrument instrument)
    {
        var kind = instrument switch { Counter<long> => "counter", Histogram<double> => "histogram", _ => "gauge" };
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var family = new Family(instrument.Name.Replace('.', '_') + unit + (kind == "counter" ? "_total" : ""), kind, instrument.Description ?? "");
        lock (_gate) _families[family.Name] = family;
        return family;
    }

    private void Add(Family family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        lock (_gate)
        {
            if (!family.Series.TryGetValue(labels, out var series)) family.Series[labels] = series = new Series();
            if (family.Kind == "gauge") series.Sum = value;
            else series.Sum += value;
            if (family.Kind == "histogram") series.Count(value);
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            if (text.Length > 0) text.Append(',');
            var escaped = Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(key).Append("=\"").Append(escaped).Append('"');
        }

        return text.ToString();
    }

    private sealed class Series
    {
        public double Sum { get; set; }

        public long[] Buckets { get; } = new long[s_bounds.Length + 1]; // not yet cumulative

        public void Count(double value)
        {
            var bucket = Array.FindIndex(s_bounds, bound => value <= bound);
            Buckets[bucket < 0 ? s_bounds.Length : bucket]++;
        }
    }

    private sealed record Family(string Name, string Kind, string Help)
    {
        public SortedDictionary<string, Series> Series { get; } = new(StringComparer.Ordinal);

        public void Write(StringBuilder text)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {Help}\n# TYPE {Name} {Kind}\n");
            foreach (var (labels, series) in Series)
            {
                if (Kind == "histogram") WriteHistogram(text, labels, series);
                else Line(text, "", labels, series.Sum);
            }
        }

        private void WriteHistogram(StringBuilder text, string labels, Series series)
        {
            long below = 0;
            for (var k = 0; k <= s_bounds.Length; k++)
            {
                below += series.Buckets[k];
                var bound = k < s_bounds.Length ? s_bounds[k].ToString(CultureInfo.InvariantCulture) : "+Inf";
                Line(text, "_bucket", labels.Length > 0 ? $"{labels},le=\"{bound}\"" : $"le=\"{bound}\"", below);
            }

            Line(text, "_sum", labels, series.Sum);
            Line(text, "_count", labels, below);
        }

        private void Line(StringBuilder text, string suffix, string labels, double value) => text.Append(
            CultureInfo.InvariantCulture, $"{Name}{suffix}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {value}\n");
    }
}
