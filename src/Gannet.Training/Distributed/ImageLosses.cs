namespace Gannet.Training.Distributed;

/// <summary>The loss terms of one validation image.</summary>
/// <param name="Number">Its number in the order of one process.</param>
/// <param name="Terms">The terms by name.</param>
internal sealed record ImageLosses(int Number, (string Name, float Value)[] Terms)
{
    public static byte[] Write(IReadOnlyList<ImageLosses> images) => Message.Of(images, static (writer, image) =>
    {
        writer.Write(image.Number);
        Message.WriteList(writer, image.Terms, static (to, term) =>
        {
            to.Write(term.Name);
            to.Write(term.Value);
        });
    });

    public static ImageLosses[] Read(byte[] bytes) => Message.Read(bytes, static reader =>
        new ImageLosses(reader.ReadInt32(), Message.ReadList(reader, static from => (from.ReadString(), from.ReadSingle()))));
}
