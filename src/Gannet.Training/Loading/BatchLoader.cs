using System.Collections.Concurrent;
using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Training.Augmentations;
using Gannet.Training.Distributed;

namespace Gannet.Training.Loading;

/// <summary>Reads, augments and scales batches on background threads while the step computes.</summary>
/// <remarks>
/// The content of a batch depends only on the seed, the epoch and its number, not on timing; that of each of its images also on nothing but
/// its place, so that several workers can share a batch. An image that cannot be read is replaced by the next readable one in the epoch's
/// order.
/// </remarks>
public sealed class BatchLoader
{
    private readonly ConcurrentBag<float[]> _buffers = [];
    private readonly IReadOnlyList<TrainingImage> _pictures;
    private readonly TrainingOptions _options;
    private readonly BatchScale _scale;
    private readonly RepeatFactors? _repeats;
    private readonly IReadOnlyList<IAugmentation> _augmentations;
    private readonly Lazy<DecodedImages> _decoded;

    /// <summary>Cuts images into tiles if options say so and prepares their order; reads no pixels.</summary>
    /// <param name="pictures">The images of the training; at least one.</param>
    /// <param name="transform">Scales them for the detector.</param>
    /// <param name="options">Batches, order and augmentation.</param>
    /// <param name="parts">The augmentations that options can name; null for the built-in ones.</param>
    /// <exception cref="InvalidOptionException">An option contradicts the transform or the images.</exception>
    public BatchLoader(IReadOnlyList<TrainingImage> pictures, ImageTransform transform, TrainingOptions options, TrainingParts? parts = null)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(transform);
        ArgumentNullException.ThrowIfNull(options);
        (_pictures, _options) = (TrainingTiles.Of(pictures, options), options);
        _scale = new(transform, options.Augmentation.Scales);
        _decoded = new(() => new(
            _pictures, ReadsOnce ? 0 : DecodedImages.Room(Part.Parts), options.WorkingScale > 0 ? DecodedImages.Largest(transform, options.WorkingScale) : null));
        _repeats = options.RepeatThreshold > 0 ? new(_pictures, options.RepeatThreshold) : null;
        _augmentations = (parts ?? TrainingParts.BuiltIn).CreateAugmentations(options);
        BatchesPerEpoch = Math.Max(1, (_repeats?.Total ?? _pictures.Count) / (options.BatchSize * options.Accumulate)) * options.Accumulate;
    }

    /// <summary>Whether an unreadable image is an error. Default false: another takes its place.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether no image is read again, so that none is worth keeping.</summary>
    internal bool ReadsOnce { get; init; }

    /// <summary>The part of every batch to read.</summary>
    /// <value>All of it.</value>
    /// <exception cref="InvalidOptionException">The batch size cannot be divided evenly.</exception>
    public BatchPart Part
    {
        get;
        init
        {
            _ = value.Places(_options.BatchSize);
            field = value;
        }
    } = BatchPart.Whole;

    /// <summary>Batches per epoch, for full steps only; the remaining shuffled images are left out of that epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>The batches of an epoch, starting at number <paramref name="first"/>.</summary>
    /// <exception cref="InvalidDataException">No image can be read, or, with <see cref="Strict"/>, one cannot.</exception>
    public IEnumerable<LoadedBatch> Read(int epoch, int first, CancellationToken cancellation)
    {
        return Read(epoch, [.. Enumerable.Range(first, Math.Max(0, BatchesPerEpoch - first))], cancellation);
    }

    /// <summary>The batches of an epoch that have the given numbers.</summary>
    internal IEnumerable<LoadedBatch> Read(int epoch, int[] numbers, CancellationToken cancellation)
    {
        var order = Order(epoch);
        return Prefetch.InOrder(numbers.Length, k => Load(order, numbers[k], (long)epoch * BatchesPerEpoch + numbers[k]), cancellation);
    }

    /// <summary>The batch with as much padding as the largest part of it needs, so that all parts see inputs of one size.</summary>
    /// <param name="batch">A part of a batch, replaced by the result.</param>
    /// <param name="height">Rows of the largest part.</param>
    /// <param name="width">Columns of the largest part.</param>
    internal LoadedBatch Pad(LoadedBatch batch, int height, int width)
    {
        var images = batch.Batch.Images;
        if (images.Height == height && images.Width == width) return batch;
        _buffers.TryTake(out var buffer);
        var padded = batch with { Batch = batch.Batch with { Images = images.PaddedTo(height, width, buffer) } };
        Recycle(batch);
        return padded;
    }

    /// <summary>Gives back the pixels of <paramref name="batch"/>, so that a later batch can reuse their memory.</summary>
    public void Recycle(LoadedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_buffers.Count <= Prefetch.Depth) _buffers.Add(batch.Batch.Images.Pixels);
    }

    private AugmentedImage Augment(Image decoded, GroundTruth truth, ImagePool pool, Random random)
    {
        var made = new AugmentedImage(decoded, truth, IsFlipped: false);
        foreach (var augmentation in _augmentations)
        {
            if (!made.IsFlipped)
            {
                made = augmentation.Apply(made.Image, made.GroundTruth, pool, random);
                continue;
            }

            // The pixels are not mirrored yet, but the ground truth is. Undo that for this augmentation, so that objects match the pixels.
            var next = augmentation.Apply(made.Image, Augmentation.Mirror(made.GroundTruth, made.Image.Width), pool, random);
            made = next with { GroundTruth = Augmentation.Mirror(next.GroundTruth, next.Image.Width), IsFlipped = !next.IsFlipped };
        }

        return made;
    }

    private LoadedBatch Load(int[] order, int number, long step)
    {
        using var span = Spans.Start("load batch");
        var scaled = _scale.Draw(SeededRandom.For(_options.Seed, RandomPurpose.Augmentation, step));
        var pool = new ImagePool(_pictures, _decoded.Value, Strict);
        var (first, count) = Part.Places(_options.BatchSize);
        var (chosen, made) = (new TrainingImage[count], new AugmentedImage[count]);
        for (var n = 0; n < count; n++)
        {
            // A data set smaller than a batch uses its images more than once.
            (chosen[n], var decoded) = pool.Decode(order, number * _options.BatchSize + first + n);
            made[n] = Augment(decoded, chosen[n].GroundTruth, pool, SeededRandom.For(_options.Seed, RandomPurpose.Augmentation, step, first + n));
        }

        _buffers.TryTake(out var buffer);
        var batch = scaled.Batch([.. made.Select(static m => m.Image)], [.. made.Select(static m => m.IsFlipped)], buffer);
        var truths = made.Select((m, n) => batch.Placements[n].ToInput(m.GroundTruth)).ToArray();
        return new(new(batch, truths), [.. chosen.Select(static p => p.Path)]) { FirstPlace = first, Skipped = pool.Skipped };
    }

    private int[] Order(int epoch)
    {
        var order = Enumerable.Range(0, _pictures.Count).ToArray();
        var random = SeededRandom.For(_options.Seed, RandomPurpose.Order, epoch);
        random.Shuffle(order);
        if (_repeats is not null) order = _repeats.Repeat(order, random);
        if (_options.GroupByAspect) AspectGroups.ArrangeInPlace(order.AsSpan(0, order.Length / _options.BatchSize * _options.BatchSize),
            k => _pictures[k].Aspect, _options.BatchSize, random);
        return order;
    }
}
