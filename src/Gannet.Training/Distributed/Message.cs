using System.Text;

namespace Gannet.Training.Distributed;

/// <summary>A list on its way from one worker to another: its length, then its items, bit for bit.</summary>
internal static class Message
{
    /// <summary>The list as bytes.</summary>
    /// <param name="items">The items.</param>
    /// <param name="write">Writes one of them.</param>
    public static byte[] Of<T>(IReadOnlyCollection<T> items, Action<BinaryWriter, T> write)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        WriteList(writer, items, write);
        return memory.ToArray();
    }

    /// <summary>The list that another worker made such bytes of.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="read">Reads one item.</param>
    public static T[] Read<T>(byte[] bytes, Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return ReadList(reader, read);
    }

    /// <summary>A list within an item.</summary>
    public static void WriteList<T>(BinaryWriter writer, IReadOnlyCollection<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Count);
        foreach (var item in items) write(writer, item);
    }

    /// <summary>A list within an item.</summary>
    public static T[] ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = new T[reader.ReadInt32()];
        for (var k = 0; k < items.Length; k++) items[k] = read(reader);
        return items;
    }

    /// <summary>A text that may be null.</summary>
    public static void WriteOptional(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null) writer.Write(text);
    }

    /// <summary>A text that may be null.</summary>
    public static string? ReadOptional(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
