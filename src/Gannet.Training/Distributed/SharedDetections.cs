using Gannet.Datasets.Checking;

namespace Gannet.Training.Distributed;

/// <summary>Gives every worker what the others found in their images.</summary>
internal static class SharedDetections
{
    /// <summary>Fills in the images of the other workers.</summary>
    /// <param name="world">The workers.</param>
    /// <param name="found">For each image its detections; null for those of other workers and unreadable ones.</param>
    /// <param name="faults">For each image why it is unreadable; null otherwise.</param>
    public static void Exchange(World world, IReadOnlyList<DetectedObject>?[] found, DataProblem?[] faults)
    {
        if (world.IsAlone) return;
        foreach (var bytes in world.Gather(Write(found, faults))) Read(bytes, found, faults);
    }

    private static byte[] Write(IReadOnlyList<DetectedObject>?[] found, DataProblem?[] faults)
    {
        int[] known = [.. Enumerable.Range(0, found.Length).Where(k => found[k] is not null || faults[k] is not null)];
        return Message.Of(known, (writer, k) =>
        {
            writer.Write(k);
            writer.Write(faults[k] is not null);
            if (faults[k] is { } fault) ProblemBytes.Write(writer, fault);
            else DetectionBytes.Write(writer, found[k]!);
        });
    }

    private static void Read(byte[] bytes, IReadOnlyList<DetectedObject>?[] found, DataProblem?[] faults) => Message.Read(bytes, reader =>
    {
        var k = reader.ReadInt32();
        if (reader.ReadBoolean()) faults[k] = ProblemBytes.Read(reader);
        else found[k] = DetectionBytes.Read(reader);
        return k;
    });
}
