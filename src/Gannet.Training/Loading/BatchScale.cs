using Gannet.Detection.Images;

namespace Gannet.Training.Loading;

/// <summary>Multi-scale training: every batch has its own size of input.</summary>
/// <remarks>All images of a batch share the factor, because they share a tensor: other sizes would only be padding.</remarks>
internal sealed class BatchScale
{
    private readonly ImageTransform _transform;
    private readonly double[] _scales;

    /// <summary>Stores the factors.</summary>
    /// <param name="transform">The detector's own sizes.</param>
    /// <param name="scales">Two numbers are a range; one, or more than two, are the factors to choose from. Empty for none.</param>
    /// <exception cref="InvalidOptionException">The transform does not scale.</exception>
    public BatchScale(ImageTransform transform, double[] scales)
    {
        if (scales.Length > 0 && transform.Options.Mode == ResizeMode.None)
            throw InvalidOptionException.Contradiction(
                "training.augmentation.scales", "training.augmentation.scales has nothing to scale with transform.mode=none; use scale_jitter, or another mode.");
        (_transform, _scales) = (transform, scales);
    }

    /// <summary>The transform of the next batch.</summary>
    public ImageTransform Draw(Random random)
    {
        if (_scales.Length == 0) return _transform;
        var factor = _scales is [var low, var high] ? low + (high - low) * random.NextDouble() : _scales[random.Next(_scales.Length)];
        return new(Scale(_transform.Options, factor));
    }

    private static TransformOptions Scale(TransformOptions options, double factor)
    {
        int Scaled(int length) => Math.Max(1, (int)Math.Round(length * factor));
        // A square input is as large as MaxSize says, so the network's strides must divide that.
        int Divisible(int length) => Math.Max(1, (int)Math.Round((double)length / options.SizeDivisor)) * options.SizeDivisor;
        var (least, most) = (Scaled(options.MinSize), Scaled(options.MaxSize));
        if (options.Mode == ResizeMode.Square) most = Divisible(most);
        return options with { MinSize = Math.Min(least, most), MaxSize = most };
    }
}
