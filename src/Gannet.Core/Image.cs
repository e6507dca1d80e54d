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

    /// <summary>Copies the pixels of another library's picture.</summary>
    /// <param name="pixels">The rows from the top, 8 bits per channel.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="order">The channels of a pixel.</param>
    /// <param name="stride">Bytes from the start of one row to the next; 0 if rows follow each other without padding.</param>
    /// <exception cref="ArgumentException">There are fewer pixels than that, or a row is longer than <paramref name="stride"/>.</exception>
    public static Image From(ReadOnlySpan<byte> pixels, int width, int height, PixelOrder order, int stride = 0)
    {
        var image = new Image(width, height);
        var (channels, red, green, blue) = order switch
        {
            PixelOrder.Rgb => (3, 0, 1, 2),
            PixelOrder.Bgr => (3, 2, 1, 0),
            PixelOrder.Rgba => (4, 0, 1, 2),
            PixelOrder.Bgra => (4, 2, 1, 0),
            PixelOrder.Gray => (1, 0, 0, 0),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "unknown order of channels"),
        };
        var length = (long)width * channels;
        if (stride == 0) stride = checked((int)length);
        if (stride < length) throw new ArgumentException($"A row of {width} pixels has {length} bytes, more than the stride of {stride}.", nameof(stride));
        if (pixels.Length < (height - 1L) * stride + length)
            throw new ArgumentException($"{pixels.Length} bytes do not fill {height} rows of {stride} bytes.", nameof(pixels));
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Slice(y * stride, (int)length); // within the span, so the product does not overflow
            var to = image.Row(y);
            for (int k = 0, at = 0; k < to.Length; k += 3, at += channels) (to[k], to[k + 1], to[k + 2]) = (row[at + red], row[at + green], row[at + blue]);
        }

        return image;
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

/// <summary>The channels of a pixel, one byte each.</summary>
public enum PixelOrder
{
    /// <summary>Red, green, blue: ImageSharp's <c>Rgb24</c>.</summary>
    Rgb,

    /// <summary>Blue, green, red: System.Drawing's <c>Format24bppRgb</c>, OpenCV.</summary>
    Bgr,

    /// <summary>Red, green, blue and opacity, which is ignored: SkiaSharp's <c>Rgba8888</c>, ImageSharp's <c>Rgba32</c>.</summary>
    Rgba,

    /// <summary>Blue, green, red and opacity, which is ignored: SkiaSharp's <c>Bgra8888</c>, System.Drawing's <c>Format32bppArgb</c>, WPF.</summary>
    Bgra,

    /// <summary>Brightness alone.</summary>
    Gray,
}
