using System.Collections.Concurrent;
using Gannet.Detection.Images;
using Gannet.Imaging.Codecs;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Loading;

/// <summary>Reads, augments and scales batches on background threads while the step computes.</summary>
/// <remarks>What a batch holds depends on the seed, the epoch and its number only, not on timing.</remarks>
public sealed class BatchLoader(IReadOnlyList<TrainingImage> pictures, ImageTransform transform, TrainingOptions options, TrainingParts? parts = null)
{
    private readonly ConcurrentBag<float[]> _buffers = [];
    private readonly IReadOnlyList<IAugmentation> _augmentations = (parts ?? TrainingParts.BuiltIn).CreateAugmentations(options);

    /// <summary>Batches of the full steps of an epoch; the remainder of the shuffled pictures is left out of that epoch.</summary>
    public int BatchesPerEpoch { get; } = Math.Max(1, pictures.Count / (options.BatchSize * options.Accumulate)) * options.Accumulate;

    /// <summary>The batches of an epoch from number <paramref name="first"/> on.</summary>
    public IEnumerable<LoadedBatch> Read(int epoch, int first, CancellationToken cancellation)
    {
        var order = Order(epoch);
        return Prefetch.InOrder(
            BatchesPerEpoch - first, k => Load(ChooseFrom(order, first + k), (long)epoch * BatchesPerEpoch + first + k), cancellation);
    }

    /// <summary>The pixels of <paramref name="batch"/> are no longer needed: their memory serves a later batch.</summary>
    public void Recycle(LoadedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_buffers.Count <= Prefetch.Depth) _buffers.Add(batch.Batch.Images.Pixels);
    }

    private AugmentedImage Augment(TrainingImage picture, Random random)
    {
        var made = new AugmentedImage(ImageDecoder.Decode(picture.Path), picture.GroundTruth, IsFlipped: false);
        foreach (var augmentation in _augmentations)
        {
            var next = augmentation.Apply(made.Image, made.GroundTruth, random);
            made = next with { IsFlipped = made.IsFlipped ^ next.IsFlipped };
        }

        return made;
    }

    private LoadedBatch Load(TrainingImage[] chosen, long step)
    {
        var random = SeededRandom.For(options.Seed, RandomPurpose.Augmentation, step);
        var made = Array.ConvertAll(chosen, picture => Augment(picture, random));
        _buffers.TryTake(out var buffer);
        var batch = transform.Batch([.. made.Select(static m => m.Image)], [.. made.Select(static m => m.IsFlipped)], buffer);
        var truths = made.Select((m, n) => batch.Placements[n].ToInput(m.GroundTruth)).ToArray();
        return new(new(batch, truths), [.. chosen.Select(static p => p.Path)]);
    }

    private int[] Order(int epoch)
    {
        var order = Enumerable.Range(0, pictures.Count).ToArray();
        var random = SeededRandom.For(options.Seed, RandomPurpose.Order, epoch);
        random.Shuffle(order);
        if (options.GroupByAspect) AspectGroups.ArrangeInPlace(order.AsSpan(0, order.Length / options.BatchSize * options.BatchSize),
            k => pictures[k].Aspect, options.BatchSize, random);
        return order;
    }

    // A data set smaller than a batch gives its pictures more than once.
    private TrainingImage[] ChooseFrom(int[] order, int number) =>
        [.. Enumerable.Range(number * options.BatchSize, options.BatchSize).Select(k => pictures[order[k % order.Length]])];
}
