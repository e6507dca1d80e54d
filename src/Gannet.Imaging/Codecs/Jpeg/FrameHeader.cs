using System.Buffers.Binary;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>The frame of a JPEG: its size, its components and how they are sampled.</summary>
internal sealed class FrameHeader
{
    private const int MaxSampling = 4;

    private FrameHeader(int width, int height, bool progressive, FrameComponent[] components)
    {
        (Width, Height, Progressive) = (width, height, progressive);
        (MaxAcross, MaxDown) = (components.Max(static c => c.Across), components.Max(static c => c.Down));
        (UnitsAcross, UnitsDown) = (Ratio(width, 8 * MaxAcross), Ratio(height, 8 * MaxDown));
        Components =
        [
            .. components.Select(c => c with
            {
                Width = Ratio(width * c.Across, MaxAcross),
                Height = Ratio(height * c.Down, MaxDown),
                BlocksAcross = UnitsAcross * c.Across,
                BlocksDown = UnitsDown * c.Down,
            }),
        ];
    }

    public int Width { get; }

    public int Height { get; }

    public bool Progressive { get; }

    public FrameComponent[] Components { get; }

    /// <summary>The largest horizontal sampling factor: a unit has as many blocks across.</summary>
    public int MaxAcross { get; }

    /// <inheritdoc cref="MaxAcross"/>
    public int MaxDown { get; }

    /// <summary>Units (the standard's MCUs) per row.</summary>
    public int UnitsAcross { get; }

    /// <summary>Rows of units.</summary>
    public int UnitsDown { get; }

    /// <summary>Blocks that every complete picture of this size has at least.</summary>
    public long UsedBlocks => Components.Sum(static c => (long)c.UsedBlocksAcross * c.UsedBlocksDown);

    /// <summary>Reads the segment of a frame.</summary>
    /// <param name="marker">The marker before it, C0 to CF.</param>
    /// <param name="segment">What follows the segment's length.</param>
    /// <exception cref="InvalidDataException">The segment is malformed.</exception>
    /// <exception cref="NotSupportedException">The picture is of a kind that is not read.</exception>
    public static FrameHeader Read(int marker, ReadOnlySpan<byte> segment)
    {
        if (marker is 0xC9 or 0xCA)
            throw new NotSupportedException("a JPEG of arithmetic codes is not read without OpenCV; save it as a baseline JPEG");
        if (marker is not (0xC0 or 0xC1 or 0xC2))
            throw new NotSupportedException("a lossless or hierarchical JPEG is not read; save it as a baseline JPEG");
        if (segment.Length < 6 || segment.Length < 6 + 3 * segment[5]) throw new InvalidDataException("the frame is malformed");
        if (segment[0] != 8) throw new NotSupportedException($"a JPEG of {segment[0]} bits per sample is not read; save it with 8");
        if (segment[5] is not (1 or 3 or 4))
            throw new NotSupportedException($"a JPEG of {segment[5]} components is not read; save it as grey, colour or CMYK");
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        if (width == 0 || height == 0) throw new InvalidDataException("the frame is empty");
        var components = new FrameComponent[segment[5]];
        for (var c = 0; c < components.Length; c++)
        {
            var entry = segment.Slice(6 + 3 * c, 3);
            var component = components[c] = new(entry[0], entry[1] >> 4, entry[1] & 15, entry[2]);
            if (component.Across is 0 or > MaxSampling || component.Down is 0 or > MaxSampling || component.TablePlace > 3)
                throw new InvalidDataException("the frame is malformed");
        }

        var frame = new FrameHeader(width, height, marker == 0xC2, components);
        if (frame.Components.Any(c => frame.MaxAcross % c.Across != 0 || frame.MaxDown % c.Down != 0))
            throw new NotSupportedException("a JPEG sampled in ratios that are not whole is not read; save it with 4:2:0 or 4:4:4");
        return frame;
    }

    private static int Ratio(int value, int divisor) => (value + divisor - 1) / divisor;
}
