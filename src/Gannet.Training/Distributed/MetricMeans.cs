namespace Gannet.Training.Distributed;

/// <summary>Metrics over the samples of all batches of a step and all workers.</summary>
internal static class MetricMeans
{
    /// <summary>A metric of one part of a batch.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Share">The share of the samples.</param>
    /// <param name="Count">Number of samples; above 0.</param>
    public readonly record struct Part(string Name, double Share, double Count);

    /// <summary>The means by name; a metric that no part has is left out.</summary>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyList<Part> own, World world)
    {
        var all = world.IsAlone ? own : world.Gather(Write(own)).SelectMany(Read);
        return all.GroupBy(static m => m.Name).ToDictionary(static g => g.Key, static g => g.Sum(static m => m.Share * m.Count) / g.Sum(static m => m.Count));
    }

    private static byte[] Write(IReadOnlyList<Part> parts) => Message.Of(parts, static (writer, part) =>
    {
        writer.Write(part.Name);
        writer.Write(part.Share);
        writer.Write(part.Count);
    });

    private static Part[] Read(byte[] bytes) => Message.Read(bytes, static reader => new Part(reader.ReadString(), reader.ReadDouble(), reader.ReadDouble()));
}
