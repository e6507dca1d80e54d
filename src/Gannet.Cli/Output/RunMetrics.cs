using System.Text.Json.Nodes;
using Gannet.Training.Reports;

namespace Gannet.Cli.Output;

/// <summary>The curves of a training, read back from its <c>metrics.jsonl</c>: the only complete record of a resumed training.</summary>
/// <param name="Steps">Every step.</param>
/// <param name="Epochs">Every validated epoch.</param>
internal sealed record RunMetrics(IReadOnlyList<LossPoint> Steps, IReadOnlyList<EpochScore> Epochs)
{
    public static RunMetrics Read(string path)
    {
        List<LossPoint> steps = [];
        List<EpochScore> epochs = [];
        foreach (var row in File.ReadLines(path).Select(static line => JsonNode.Parse(line)!.AsObject()))
        {
            if (row["losses"] is JsonObject losses)
            {
                var terms = losses.ToDictionary(static l => l.Key, static l => (double)l.Value!);
                steps.Add(new((int)row["step"]!, (int)row["epoch"]!, (double)row["loss"]!, terms, (double)row["rate"]!));
            }
            else if (row["AP"] is { } score)
            {
                epochs.Add(new((int)row["epoch_done"]!, (double)score, (double)row["AP50"]!)
                {
                    ByClass = Numbers(row["AP_by_class"]).Where(static c => c.Value >= 0).ToDictionary(),
                    Losses = Numbers(row["validation_losses"]),
                });
            }
        }

        return new(steps, epochs);
    }

    // Absent in the metrics of older trainings.
    private static Dictionary<string, double> Numbers(JsonNode? node) => node is JsonObject pairs ? pairs.ToDictionary(static p => p.Key, static p => (double)p.Value!) : [];
}
