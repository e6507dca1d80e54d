namespace Gannet;

/// <summary>An image in memory: interleaved 8-bit RGB, row by row, without padding.</summary>
public sealed class Image
{
    /// <summary>Creates a black image.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the pixels do not fit in an array.</exception>
    public Image(int width, int height)
        : this(width, height, new byte[ByteCount(width, height)])
    {
    }

    /// <summary>Wraps existing pixels; the array is not copied.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="pixels"><c>[height, width, 3]</c> bytes, red first.</param>
    /// <exception cref="ArgumentException">The array's length is not width · height · 3.</exception>
    public Image(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != ByteCount(width, height))
            throw new ArgumentException($"A {width}×{height} image has {ByteCount(width, height)} bytes, not {pixels.Length}.", nameof(pixels));
        (Width, Height, Pixels) = (width, height, pixels);
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary><c>[Height, Width, 3]</c> bytes, red first.</summary>
    public byte[] Pixels { get; }

    /// <summary>An image with its own copy of the pixels.</summary>
    public Image Copy() => new(Width, Height, (byte[])Pixels.Clone());

    /// <summary>The bytes of one row, <c>[Width, 3]</c>.</summary>
    /// <param name="y">Row from the top.</param>
    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * 3, Width * 3);

    private static int ByteCount(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var count = (long)width * height * 3;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength, nameof(width));
        return (int)count;
    }
}
