using System.Text;

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

    private static byte[] Write(IReadOnlyList<Part> parts)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(parts.Count);
        foreach (var (name, share, count) in parts)
        {
            writer.Write(name);
            writer.Write(share);
            writer.Write(count);
        }

        return memory.ToArray();
    }

    private static Part[] Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var parts = new Part[reader.ReadInt32()];
        for (var k = 0; k < parts.Length; k++) parts[k] = new(reader.ReadString(), reader.ReadDouble(), reader.ReadDouble());
        return parts;
    }
}
