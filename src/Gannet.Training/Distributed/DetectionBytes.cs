using Gannet.Masks;

namespace Gannet.Training.Distributed;

/// <summary>Detections on their way from one worker to another, bit for bit.</summary>
internal static class DetectionBytes
{
    public static void Write(BinaryWriter writer, IReadOnlyList<DetectedObject> found) => Message.WriteList(writer, found, Write);

    public static DetectedObject[] Read(BinaryReader reader) => Message.ReadList(reader, ReadOne);

    private static void Write(BinaryWriter writer, DetectedObject one)
    {
        foreach (var side in (ReadOnlySpan<float>)[one.Box.X1, one.Box.Y1, one.Box.X2, one.Box.Y2, one.Score]) writer.Write(side);
        writer.Write(one.Label);
        Message.WriteOptional(writer, one.Class);
        writer.Write(one.Mask is not null);
        if (one.Mask is { } mask) Write(writer, mask);
    }

    private static DetectedObject ReadOne(BinaryReader reader)
    {
        var box = new Box(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
        var (score, label) = (reader.ReadSingle(), reader.ReadInt32());
        return new(box, label, score) { Class = Message.ReadOptional(reader), Mask = reader.ReadBoolean() ? ReadMask(reader) : null };
    }

    private static void Write(BinaryWriter writer, RunLengths mask)
    {
        writer.Write(mask.Height);
        writer.Write(mask.Width);
        Message.WriteList(writer, mask.Counts, static (to, count) => to.Write(count));
        Message.WriteOptional(writer, mask.Compressed);
    }

    private static RunLengths ReadMask(BinaryReader reader) =>
        new(reader.ReadInt32(), reader.ReadInt32(), Message.ReadList(reader, static from => from.ReadInt64()), Message.ReadOptional(reader));
}
