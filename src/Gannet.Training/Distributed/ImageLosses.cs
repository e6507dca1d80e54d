using System.Text;

namespace Gannet.Training.Distributed;

/// <summary>The loss terms of one validation image.</summary>
/// <param name="Number">Its number in the order of one process.</param>
/// <param name="Terms">The terms by name.</param>
internal sealed record ImageLosses(int Number, (string Name, float Value)[] Terms)
{
    public static byte[] Write(IReadOnlyList<ImageLosses> images)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(images.Count);
        foreach (var image in images)
        {
            writer.Write(image.Number);
            writer.Write(image.Terms.Length);
            foreach (var (name, value) in image.Terms)
            {
                writer.Write(name);
                writer.Write(value);
            }
        }

        return memory.ToArray();
    }

    public static ImageLosses[] Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var images = new ImageLosses[reader.ReadInt32()];
        for (var k = 0; k < images.Length; k++)
        {
            images[k] = new(reader.ReadInt32(), new (string, float)[reader.ReadInt32()]);
            var terms = images[k].Terms;
            for (var t = 0; t < terms.Length; t++) terms[t] = (reader.ReadString(), reader.ReadSingle());
        }

        return images;
    }
}
