using System.Text.Json;
using Gannet.Training.Observers;

namespace Gannet.Training.Tests.Observers;

public sealed class MetricsLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("metrics.jsonl");

    [Fact]
    public void Every_step_and_epoch_is_one_line()
    {
        using (var log = new MetricsLog(Path, 0))
        {
            log.OnStep(Step(1));
            log.OnEpoch(new(1, 1, 0.75, new Dictionary<string, double> { ["box"] = double.NaN, ["objectness"] = 0.5 }, null, true));
        }

        var rows = File.ReadLines(Path).Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Equal(
            [
                "step", "epoch", "loss", "losses", "metrics", "rate", "gradient_norm", "seconds", "data_wait_seconds", "live_tensors",
                "resident_bytes",
            ],
            rows[0].EnumerateObject().Select(static p => p.Name));
        Assert.Equal(0.5, rows[0].GetProperty("loss").GetDouble());
        Assert.Equal(0.25, rows[0].GetProperty("losses").GetProperty("box").GetDouble());
        Assert.Equal(["step", "epoch_done", "mean_loss", "validation_loss", "validation_losses", "AP", "AP50", "AR100", "AP_by_class", "best"], rows[1].EnumerateObject().Select(static p => p.Name));
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("validation_loss").ValueKind);
        Assert.Equal(["objectness"], rows[1].GetProperty("validation_losses").EnumerateObject().Select(static p => p.Name)); // JSON has no NaN
    }

    [Fact]
    public void Resuming_drops_what_came_after_the_checkpoint_and_a_line_cut_off()
    {
        Write(0, 1, 2, 3, 4);
        File.AppendAllText(Path, "{\"step\": 3, \"loss\"");
        Write(2, 3);
        Assert.Equal([1, 2, 3], Steps());
    }

    [Fact]
    public void A_new_training_starts_a_new_file()
    {
        Write(0, 1, 2);
        Write(0, 1);
        Assert.Equal([1], Steps());
    }

    public void Dispose() => _folder.Dispose();

    private void Write(int from, params int[] steps)
    {
        using var log = new MetricsLog(Path, from);
        foreach (var step in steps) log.OnStep(Step(step));
    }

    private IEnumerable<int> Steps() => File.ReadLines(Path).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt32());

    private static StepReport Step(int step) => new(
        step, 9, 1, 0.01, new Dictionary<string, double> { ["classification"] = 0.25, ["box"] = 0.25 },
        new Dictionary<string, double> { ["accuracy"] = 0.5 }, 1, TimeSpan.FromSeconds(1), TimeSpan.Zero, 7);
}
