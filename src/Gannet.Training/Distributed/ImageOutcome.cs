using System.Text;
using Gannet.Torch.Distributed;

namespace Gannet.Training.Distributed;

/// <summary>What one of several workers found in an image.</summary>
/// <param name="Number">Place of the image in the order of all.</param>
/// <param name="Found">The objects, best first; null if the image could not be read.</param>
/// <param name="Problem">Why it could not be read, in one line; null if it could.</param>
public sealed record ImageOutcome(int Number, IReadOnlyList<DetectedObject>? Found, string? Problem)
{
    /// <summary>Collects the outcomes of all workers, bit for bit.</summary>
    /// <param name="group">The workers; each calls this.</param>
    /// <param name="own">Those of this worker.</param>
    /// <returns>In the order of <see cref="Number"/>.</returns>
    public static IReadOnlyList<ImageOutcome> Gather(ProcessGroup group, IReadOnlyList<ImageOutcome> own)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(own);
        return [.. group.AllGather(Write(own)).SelectMany(Read).OrderBy(static outcome => outcome.Number)];
    }

    private static byte[] Write(IReadOnlyList<ImageOutcome> outcomes)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(outcomes.Count);
        foreach (var (number, found, problem) in outcomes)
        {
            writer.Write(number);
            writer.Write(found is not null);
            if (found is not null) DetectionBytes.Write(writer, found);
            else writer.Write(problem ?? "");
        }

        return memory.ToArray();
    }

    private static ImageOutcome[] Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var outcomes = new ImageOutcome[reader.ReadInt32()];
        for (var k = 0; k < outcomes.Length; k++)
        {
            var number = reader.ReadInt32();
            outcomes[k] = reader.ReadBoolean() ? new(number, DetectionBytes.Read(reader), null) : new(number, null, reader.ReadString());
        }

        return outcomes;
    }
}
