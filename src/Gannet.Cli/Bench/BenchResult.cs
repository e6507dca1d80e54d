using System.Text.Json.Nodes;

namespace Gannet.Cli.Bench;

/// <summary>How long one thing took.</summary>
/// <param name="Name">The peer script's name of it.</param>
/// <param name="Seconds">Of each run; warm-up is not among them.</param>
internal sealed record BenchResult(string Name, IReadOnlyList<double> Seconds)
{
    /// <summary>What else belongs on the line: sizes, counts, rates.</summary>
    public JsonObject Extras { get; init; } = [];

    public double Min => Seconds.Min();

    /// <summary>The middle one; of an even number, the mean of both.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. Seconds.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>One line of JSON, in the peer script's words.</summary>
    public string ToJson()
    {
        var line = new JsonObject { ["name"] = Name, ["median_s"] = Median, ["min_s"] = Min, ["runs"] = Seconds.Count };
        foreach (var (key, value) in Extras) line[key] = value?.DeepClone();
        return line.ToJsonString();
    }
}
