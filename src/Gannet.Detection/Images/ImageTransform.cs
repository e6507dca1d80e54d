using Gannet.Kernels.Resize;

namespace Gannet.Detection.Images;

/// <summary>Scales, normalises and batches images, and determines their placement in the network's input.</summary>
/// <remarks>Holds no tensors, so that loaders can call it from their own threads.</remarks>
public sealed class ImageTransform
{
    private readonly TransformOptions _options;

    /// <summary>Validates and keeps the options.</summary>
    public ImageTransform(TransformOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MinSize < 1 || options.MaxSize < options.MinSize || options.SizeDivisor < 1)
            throw InvalidOptionException.Contradiction("transform.min_size", $"transform.min_size {options.MinSize} must be positive and at most max_size {options.MaxSize}.");
        if (options.Mean.Length != 3 || options.Std.Length != 3 || options.Std.Any(static s => !(s > 0)))
            throw InvalidOptionException.Contradiction("transform.mean", "transform.mean and transform.std need three numbers, std positive.");
        _options = options;
    }

    /// <summary>Sizes, padding, mean and standard deviation.</summary>
    public TransformOptions Options => _options;

    /// <summary>The size that an image is scaled to, before padding or cropping.</summary>
    /// <remarks>
    /// <see cref="ResizeMode.Fit"/> follows torchvision's arithmetic, which decides between 799 and 800 rows: the float32 reciprocal times
    /// the wanted length (as PyTorch divides a number by a tensor), then a float64 product, rounded down. Others round to the nearest.
    /// </remarks>
    public ImageSize Scale(ImageSize size)
    {
        var (shorter, longer) = (Math.Min(size.Height, size.Width), Math.Max(size.Height, size.Width));
        switch (_options.Mode)
        {
            case ResizeMode.None: return size;
            case ResizeMode.Crop: return Rounded(size, (double)_options.MinSize / shorter);
            case ResizeMode.Square:
                // Never scaled down to MinSize; only MaxSize limits the scale.
                var enlarged = Math.Max(1, (double)_options.MinSize / shorter);
                return Rounded(size, Math.Round(longer * enlarged) > _options.MaxSize ? (double)_options.MaxSize / longer : enlarged);
        }

        var scale = _options.DoubleScale ? Math.Min((double)_options.MinSize / shorter, (double)_options.MaxSize / longer) : Math.Min(
            1f / shorter * _options.MinSize, 1f / longer * _options.MaxSize);
        return new(Math.Max(1, (int)Math.Floor(size.Height * scale)), Math.Max(1, (int)Math.Floor(size.Width * scale)));
    }

    /// <summary>The placement of an image of the given size in the network's input.</summary>
    public ImagePlacement Place(ImageSize size)
    {
        var scaled = Scale(size);
        return _options.Mode switch
        {
            ResizeMode.Square => Centred(size, scaled, _options.MaxSize, _options.MaxSize),
            ResizeMode.Crop => Centred(size, scaled, CutTo(scaled.Height), CutTo(scaled.Width)),
            _ => new(size, scaled),
        };
    }

    /// <summary>Makes a batch; padding is zero.</summary>
    /// <param name="pictures">At least one.</param>
    /// <param name="flipped">Which images to mirror left to right; null for none.</param>
    /// <param name="buffer">Memory of an earlier batch to reuse if it is large enough.</param>
    /// <param name="threads">Number of threads per image; 1 if many batches are made in parallel.</param>
    public ImageBatch Batch(IReadOnlyList<Image> pictures, IReadOnlyList<bool>? flipped = null, float[]? buffer = null, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfZero(pictures.Count);
        ImagePlacement[] placements = [.. pictures.Select(p => Place(new(p.Height, p.Width)))];
        var (height, width) = InputSize(placements);
        var length = pictures.Count * (long)height * width * 3;
        if (length > Array.MaxLength)
            throw new ArgumentException($"{pictures.Count} pictures of {width} × {height} pixels are too many for one batch; use fewer, or lower transform.max_size.", nameof(pictures));
        var pixels = buffer?.Length >= length ? buffer : new float[length];
        if (pixels == buffer) pixels.AsSpan(0, (int)length).Clear();
        for (var n = 0; n < pictures.Count; n++)
            Draw(pictures[n], placements[n], flipped?[n] ?? false, pixels.AsSpan(n * height * width * 3, height * width * 3), width * 3, threads);

        return new(pixels, height, width, placements);
    }

    /// <summary>The size of the input that images with these placements share.</summary>
    internal ImageSize InputSize(IReadOnlyList<ImagePlacement> placements) => _options.Mode == ResizeMode.Square
        ? new(_options.MaxSize, _options.MaxSize)
        : new(RoundUp((int)placements.Max(static p => p.Window.Y2)), RoundUp((int)placements.Max(static p => p.Window.X2)));

    private void Draw(Image picture, ImagePlacement placement, bool isFlipped, Span<float> target, int rowStride, int threads)
    {
        var (scaled, window) = (placement.Scaled, placement.Window);
        if (placement is { Left: >= 0, Top: >= 0 })
        {
            var start = placement.Top * rowStride + placement.Left * 3;
            BilinearResize.Normalize(picture, scaled.Height, scaled.Width, isFlipped, _options.Mean, _options.Std, target[start..], rowStride, threads);
            return;
        }

        // Cropped: scale the whole image first, so that cropping does not change the remaining pixels.
        var whole = new float[scaled.Height * scaled.Width * 3];
        BilinearResize.Normalize(picture, scaled.Height, scaled.Width, isFlipped, _options.Mean, _options.Std, whole, scaled.Width * 3, threads);
        for (var y = 0; y < (int)window.Height; y++)
        {
            var source = ((y - placement.Top) * scaled.Width - placement.Left) * 3;
            whole.AsSpan(source, (int)window.Width * 3).CopyTo(target[(y * rowStride)..]);
        }
    }

    // An odd pixel goes to the right or bottom, as in matterport.
    private static ImagePlacement Centred(ImageSize original, ImageSize scaled, int height, int width)
    {
        var (top, left) = (HalfDown(height - scaled.Height), HalfDown(width - scaled.Width));
        var window = new Box(Math.Max(0, left), Math.Max(0, top), Math.Min(width, left + scaled.Width), Math.Min(height, top + scaled.Height));
        return new(original, scaled, left, top, window);
    }

    private static int HalfDown(int length) => (int)Math.Floor(length / 2.0);

    private static ImageSize Rounded(ImageSize size, double scale) =>
        new(Math.Max(1, (int)Math.Round(size.Height * scale)), Math.Max(1, (int)Math.Round(size.Width * scale)));

    // A side shorter than the divisor is padded to it instead.
    private int CutTo(int length) => Math.Max(_options.SizeDivisor, length / _options.SizeDivisor * _options.SizeDivisor);

    /// <summary>The padded length of a side.</summary>
    internal int RoundUp(int length) => (length + _options.SizeDivisor - 1) / _options.SizeDivisor * _options.SizeDivisor;
}
