using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gannet.Training.Observers;

/// <summary>Writes <c>metrics.jsonl</c>: one JSON object per line, for every step and every epoch.</summary>
public sealed class MetricsLog : ITrainingObserver, IDisposable
{
    private readonly StreamWriter _writer;

    /// <summary>Opens the file and drops lines after <paramref name="step"/>, which an interrupted training left.</summary>
    public MetricsLog(string path, int step)
    {
        var kept = File.Exists(path) && step > 0 ? File.ReadLines(path).Where(line => StepOf(line) <= step).ToArray() : [];
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(kept.Select(static line => line + "\n")))));
        _writer = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    /// <inheritdoc/>
    public void OnStep(StepReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Write(new JsonObject
        {
            ["step"] = report.Step,
            ["epoch"] = report.Epoch,
            ["loss"] = report.Loss,
            ["losses"] = new JsonObject(report.Losses.Select(static l => KeyValuePair.Create<string, JsonNode?>(l.Key, l.Value))),
            ["metrics"] = new JsonObject(report.Metrics.Select(static m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value))),
            ["rate"] = report.Rate,
            ["gradient_norm"] = report.GradientNorm,
            ["seconds"] = report.Duration.TotalSeconds,
            ["data_wait_seconds"] = report.DataWait.TotalSeconds,
            ["live_tensors"] = report.LiveTensors,
            ["resident_bytes"] = Environment.WorkingSet,
        });
    }

    /// <inheritdoc/>
    public void OnEpoch(EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Write(new JsonObject
        {
            ["step"] = report.Step,
            ["epoch_done"] = report.Epoch,
            ["mean_loss"] = report.Loss,
            ["validation_loss"] = report.ValidationLoss is { } loss && double.IsFinite(loss) ? loss : null, // JSON has no NaN
            ["validation_losses"] = report.ValidationLosses is { } terms
                ? new JsonObject(terms.Where(static t => double.IsFinite(t.Value)).Select(static t => KeyValuePair.Create<string, JsonNode?>(t.Key, t.Value)))
                : null,
            ["AP"] = report.Evaluation?.Coco.AP,
            ["AP50"] = report.Evaluation?.Coco.AP50,
            ["AR100"] = report.Evaluation?.Coco.AR100,
            ["AP_by_class"] = report.Evaluation is { } scores
                ? new JsonObject(scores.Coco.PerClass.Select(static c => KeyValuePair.Create<string, JsonNode?>(c.Name, c.AP)))
                : null,
            ["best"] = report.IsBest,
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void Write(JsonObject row) => _writer.WriteLine(row.ToJsonString());

    // A line truncated by a kill has no step and is dropped.
    private static int StepOf(string line)
    {
        try
        {
            return JsonNode.Parse(line)?["step"]?.GetValue<int>() ?? int.MaxValue;
        }
        catch (JsonException)
        {
            return int.MaxValue;
        }
    }
}
