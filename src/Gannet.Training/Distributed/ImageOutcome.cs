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

    private static byte[] Write(IReadOnlyList<ImageOutcome> outcomes) => Message.Of(outcomes, static (writer, outcome) =>
    {
        writer.Write(outcome.Number);
        writer.Write(outcome.Found is not null);
        if (outcome.Found is { } found) DetectionBytes.Write(writer, found);
        else writer.Write(outcome.Problem ?? "");
    });

    private static ImageOutcome[] Read(byte[] bytes) => Message.Read(bytes, static reader =>
    {
        var number = reader.ReadInt32();
        return reader.ReadBoolean() ? new ImageOutcome(number, DetectionBytes.Read(reader), null) : new ImageOutcome(number, null, reader.ReadString());
    });
}
