using System.Buffers.Binary;
using Gannet.Imaging.Codecs.Jpeg;

namespace Gannet.Imaging.Headers;

/// <summary>The frame of an 8-bit JPEG: its size, and the sampling of each component.</summary>
internal sealed class JpegFrame
{
    private readonly int _width, _height;
    private readonly (byte Id, int Across, int Down)[] _components;

    private JpegFrame(int width, int height, (byte, int, int)[] components) => (_width, _height, _components) = (width, height, components);

    /// <summary>A block of a unit: the tables of its codes and its component.</summary>
    public readonly record struct Block(HuffmanTable Dc, HuffmanTable Ac, int Component);

    /// <summary>Reads the segment; null if it has another precision or is malformed, which the decoder judges.</summary>
    public static JpegFrame? Read(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6 || segment[0] != 8 || segment.Length < 6 + 3 * segment[5] || segment[5] is 0 or > 4) return null;
        var components = new (byte, int, int)[segment[5]];
        for (var c = 0; c < components.Length; c++)
        {
            var (across, down) = (segment[7 + 3 * c] >> 4, segment[7 + 3 * c] & 15);
            if (across is 0 or > 4 || down is 0 or > 4) return null;
            components[c] = (segment[6 + 3 * c], across, down);
        }

        return new(BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), components);
    }

    /// <summary>The blocks of a scan's unit in order; null if a component or table is missing.</summary>
    public Block[]? Scan(ReadOnlySpan<byte> segment, HuffmanTable?[] tables)
    {
        if (segment.Length < 1 || segment.Length < 1 + 2 * segment[0]) return null;
        var blocks = new List<Block>();
        for (var s = 0; s < segment[0]; s++)
        {
            var (id, choice) = (segment[1 + 2 * s], segment[2 + 2 * s]);
            var component = Array.FindIndex(_components, c => c.Id == id);
            if (component < 0 || choice >> 4 > 3 || (choice & 15) > 3) return null;
            if (tables[choice >> 4] is not { } dc || tables[4 + (choice & 15)] is not { } ac) return null;

            // A scan of one component has units of one block.
            var count = segment[0] == 1 ? 1 : _components[component].Across * _components[component].Down;
            for (var i = 0; i < count; i++) blocks.Add(new(dc, ac, component));
        }

        return blocks.Count == 0 ? null : [.. blocks];
    }

    /// <summary>How many units a scan of these blocks has.</summary>
    public long CountUnits(Block[] blocks)
    {
        var (across, down) = (_components.Max(static c => c.Across), _components.Max(static c => c.Down));
        if (blocks.Length > 1) return Units(_width, 8 * across) * Units(_height, 8 * down);
        var (_, own, high) = _components[blocks[0].Component];
        return Units(Units(_width * own, across), 8) * Units(Units(_height * high, down), 8);
    }

    private static long Units(long pixels, int size) => (pixels + size - 1) / size;
}
