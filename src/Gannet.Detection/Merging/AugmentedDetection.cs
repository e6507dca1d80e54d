using Gannet.Detection.Images;
using Gannet.Imaging.Codecs;
using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.Merging;

/// <summary>Detects in several views of a picture, mirrored and at several sizes, and merges what is found (test-time augmentation).</summary>
/// <remarks>More accurate than a single look, and slower by the number of views and their sizes.</remarks>
public sealed class AugmentedDetection
{
    private const double LeastScale = 0.1, GreatestScale = 4;

    private readonly Detector _detector;
    private readonly AugmentedDetectionOptions _options;
    private readonly ImageTransform[] _transforms;
    private readonly bool[] _flips;

    /// <summary>Prepares the views.</summary>
    /// <param name="detector">The detector; it is not disposed with this.</param>
    /// <param name="options">The views; null for the picture and its mirror image.</param>
    /// <exception cref="InvalidOptionException">An option is out of range, or the model has masks, or it does not scale its pictures.</exception>
    public AugmentedDetection(Detector detector, AugmentedDetectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        _options = options ?? new();
        foreach (var scale in _options.Scales)
            InvalidOptionException.ThrowUnless(scale is >= LeastScale and <= GreatestScale, "scales", scale, "from 0.1 to 4");
        InvalidOptionException.ThrowUnless(_options.Threshold is >= 0 and <= 1, "threshold", _options.Threshold, "from 0 to 1");
        if (detector.Options.Masks is not null)
            throw InvalidOptionException.Contradiction("masks", "the model has masks, which cannot be merged; detect without further views.");
        if (detector.Options.Transform.Mode == ResizeMode.None && _options.Scales.Count > 0)
            throw InvalidOptionException.Contradiction("scales", "the model never scales its pictures (transform.mode none); leave the scales out, the mirror image is possible.");
        _detector = detector;
        _transforms = [detector.Transform, .. _options.Scales.Where(static scale => scale != 1).Distinct().Select(scale => new ImageTransform(Scaled(detector.Options.Transform, scale)))];
        _flips = _options.Flip ? [false, true] : [false];
    }

    /// <summary>Number of views, the picture itself included.</summary>
    public int Views => _transforms.Length * _flips.Length;

    /// <summary>The objects in the image at <paramref name="path"/>, best first.</summary>
    /// <param name="path">A JPEG, PNG, BMP, WebP or TIFF file.</param>
    /// <param name="score">Minimum score; .5 by default.</param>
    public IReadOnlyList<DetectedObject> Detect(string path, float score = 0.5f) => Detect(ImageDecoder.Decode(path), score);

    /// <summary>The objects in <paramref name="picture"/>, best first, in pixels of the picture.</summary>
    /// <param name="picture">A picture.</param>
    /// <param name="score">Minimum score. Fusion lowers the scores of objects that some views missed, also below the model's own threshold.</param>
    /// <returns>At most <c>detections.per_image</c> objects.</returns>
    /// <exception cref="InvalidOperationException">Another thread is using the detector.</exception>
    /// <remarks>Device sync.</remarks>
    public IReadOnlyList<DetectedObject> Detect(Image picture, float score = 0.5f)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var all = new List<DetectedObject>();
        foreach (var transform in _transforms)
        {
            // One size, straight and mirrored, makes a batch without padding.
            var batch = transform.Batch([.. _flips.Select(_ => picture)], _flips, threads: Environment.ProcessorCount);
            var found = _detector.Detect(batch);
            for (var n = 0; n < found.Length; n++)
                all.AddRange(_flips[n] ? found[n].Select(d => d with { Box = d.Box.FlipHorizontally(picture.Width) }) : found[n]);
        }

        return [.. Merge(all).Where(d => d.Score >= score).Take(_detector.Thresholds.PerImage)];
    }

    private IEnumerable<DetectedObject> Merge(List<DetectedObject> all)
    {
        Box[] boxes = [.. all.Select(static d => d.Box)];
        float[] scores = [.. all.Select(static d => d.Score)];
        int[] labels = [.. all.Select(static d => d.Label)];
        return _options.Merging == ViewMerging.Nms
            ? Nms.KeepPerClass(boxes, scores, labels, _options.Threshold).Select(k => all[k])
            : WeightedBoxesFusion.FusePerClass(boxes, scores, labels, Views, _options.Threshold)
                .Select(m => all[m.Position] with { Box = m.Box, Score = m.Score });
    }

    // A square input stays a multiple of the divisor: features of strides must halve without a rest.
    private static TransformOptions Scaled(TransformOptions options, double scale)
    {
        var unit = options.Mode == ResizeMode.Square ? options.SizeDivisor : 1;
        var most = Math.Max(1, (int)Math.Round(options.MaxSize * scale / unit)) * unit;
        return options with { MinSize = Math.Clamp((int)Math.Round(options.MinSize * scale), 1, most), MaxSize = most };
    }
}
