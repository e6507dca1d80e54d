using Gannet.Vision;
using Gannet.Vision.Pictures;

namespace Gannet.Detection.Images;

/// <summary>Scales, normalises and batches pictures, and brings boxes into and out of the network's pixels.</summary>
/// <remarks>Holds no tensors: loaders call it from their own threads.</remarks>
public sealed class ImageTransform
{
    private readonly TransformOptions _options;

    /// <summary>Checks and keeps the options.</summary>
    public ImageTransform(TransformOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MinSize < 1 || options.MaxSize < options.MinSize || options.SizeDivisor < 1)
            throw new ArgumentException($"transform.min_size {options.MinSize} must be positive and at most max_size {options.MaxSize}.", nameof(options));
        if (options.Mean.Length != 3 || options.Std.Length != 3 || options.Std.Any(static s => !(s > 0)))
            throw new ArgumentException("transform.mean and transform.std need three numbers, std positive.", nameof(options));
        _options = options;
    }

    /// <summary>The size a picture is scaled to.</summary>
    /// <remarks>
    /// torchvision's arithmetic, which decides between 799 and 800 rows: the reciprocal in float32 times the wanted length (as
    /// PyTorch divides a number by a tensor), then a float64 product, rounded down.
    /// </remarks>
    public PictureSize Scale(PictureSize size)
    {
        var (shorter, longer) = (Math.Min(size.Height, size.Width), Math.Max(size.Height, size.Width));
        var scale = _options.DoubleScale ? Math.Min((double)_options.MinSize / shorter, (double)_options.MaxSize / longer) : Math.Min(
            1f / shorter * _options.MinSize, 1f / longer * _options.MaxSize);
        return new(Math.Max(1, (int)Math.Floor(size.Height * scale)), Math.Max(1, (int)Math.Floor(size.Width * scale)));
    }

    /// <summary>Makes a batch; pictures smaller than the largest are padded with zeros to the right and below.</summary>
    /// <param name="pictures">At least one.</param>
    /// <param name="flipped">Which of them are mirrored left to right; none where null.</param>
    /// <param name="buffer">Memory of an earlier batch to use again where it is large enough.</param>
    public PictureBatch Batch(IReadOnlyList<Picture> pictures, IReadOnlyList<bool>? flipped = null, float[]? buffer = null)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfZero(pictures.Count);
        PictureSize[] originals = [.. pictures.Select(static p => new PictureSize(p.Height, p.Width))];
        PictureSize[] sizes = [.. originals.Select(Scale)];
        var (height, width) = (RoundUp(sizes.Max(static s => s.Height)), RoundUp(sizes.Max(static s => s.Width)));
        var length = pictures.Count * height * width * 3;
        var pixels = buffer?.Length >= length ? buffer : new float[length];
        if (pixels == buffer) pixels.AsSpan(0, length).Clear();
        for (var n = 0; n < pictures.Count; n++)
        {
            BilinearResize.Normalize(pictures[n], sizes[n].Height, sizes[n].Width, flipped?[n] ?? false, _options.Mean, _options.Std,
                pixels.AsSpan(n * height * width * 3, height * width * 3), width * 3);
        }

        return new(pixels, height, width, sizes, originals);
    }

    /// <summary>Brings objects from the original picture's pixels into the network's.</summary>
    public static Truth ToInput(Truth truth, PictureSize original, PictureSize scaled)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var (x, y) = ((float)scaled.Width / original.Width, (float)scaled.Height / original.Height);
        return truth with { Boxes = [.. truth.Boxes.Select(b => b.Scale(x, y))] };
    }

    /// <summary>Brings a detection from the network's pixels back into the original picture's.</summary>
    public static Vision.Detection ToOriginal(Vision.Detection detection, PictureSize original, PictureSize scaled) =>
        detection with { Box = detection.Box.Scale((float)original.Width / scaled.Width, (float)original.Height / scaled.Height) };

    private int RoundUp(int length) => (length + _options.SizeDivisor - 1) / _options.SizeDivisor * _options.SizeDivisor;
}
