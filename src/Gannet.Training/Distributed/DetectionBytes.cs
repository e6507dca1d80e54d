using System.Text;
using Gannet.Masks;

namespace Gannet.Training.Distributed;

/// <summary>Detections on their way from one worker to another, bit for bit.</summary>
internal static class DetectionBytes
{
    public static void Write(BinaryWriter writer, IReadOnlyList<DetectedObject> found)
    {
        writer.Write(found.Count);
        foreach (var one in found)
        {
            foreach (var side in (ReadOnlySpan<float>)[one.Box.X1, one.Box.Y1, one.Box.X2, one.Box.Y2, one.Score]) writer.Write(side);
            writer.Write(one.Label);
            writer.Write(one.Class is not null);
            writer.Write(one.Class ?? "");
            writer.Write(one.Mask is not null);
            if (one.Mask is { } mask) Write(writer, mask);
        }
    }

    public static DetectedObject[] Read(BinaryReader reader)
    {
        var found = new DetectedObject[reader.ReadInt32()];
        for (var k = 0; k < found.Length; k++)
        {
            var box = new Box(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
            var (score, label, hasClass, name) = (reader.ReadSingle(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadString());
            found[k] = new(box, label, score) { Class = hasClass ? name : null, Mask = reader.ReadBoolean() ? ReadMask(reader) : null };
        }

        return found;
    }

    private static void Write(BinaryWriter writer, RunLengths mask)
    {
        writer.Write(mask.Height);
        writer.Write(mask.Width);
        writer.Write(mask.Counts.Count);
        foreach (var count in mask.Counts) writer.Write(count);
        writer.Write(mask.Compressed is not null);
        writer.Write(mask.Compressed ?? "");
    }

    private static RunLengths ReadMask(BinaryReader reader)
    {
        var (height, width) = (reader.ReadInt32(), reader.ReadInt32());
        var counts = new long[reader.ReadInt32()];
        for (var k = 0; k < counts.Length; k++) counts[k] = reader.ReadInt64();
        var (isCompressed, text) = (reader.ReadBoolean(), reader.ReadString());
        return new(height, width, counts, isCompressed ? text : null);
    }
}
