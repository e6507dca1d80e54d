using System.Text.Json.Nodes;

namespace Gannet.Cli.Bench;

/// <summary>The measured times of one item.</summary>
/// <param name="Name">The peer script's name for it.</param>
/// <param name="Seconds">Of each run, without warm-up.</param>
internal sealed record BenchResult(string Name, IReadOnlyList<double> Seconds)
{
    /// <summary>Further values on the line: sizes, counts, rates.</summary>
    public JsonObject Extras { get; init; } = [];

    public double Min => Seconds.Min();

    /// <summary>The median; for an even number of runs, the mean of the middle two.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. Seconds.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>One line of JSON, in the peer script's format.</summary>
    public string ToJson()
    {
        var line = new JsonObject { ["name"] = Name, ["median_s"] = Median, ["min_s"] = Min, ["runs"] = Seconds.Count };
        foreach (var (key, value) in Extras) line[key] = value?.DeepClone();
        return line.ToJsonString();
    }
}
