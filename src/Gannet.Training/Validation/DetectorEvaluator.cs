using System.Diagnostics;
using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Detection.Merging;
using Gannet.Evaluation;
using Gannet.Imaging.Codecs;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Distributed;
using Gannet.Torch.Nn;
using Gannet.Training.Augmentations;
using Gannet.Training.Distributed;
using Gannet.Training.Loading;

namespace Gannet.Training.Validation;

/// <summary>Runs a detector over a data set.</summary>
public static class DetectorEvaluator
{
    // On a CPU, a batch of 4 takes .9 times as long as its images one by one, but the first waits for the last; a GPU is kept busier.
    private const int BatchOnProcessor = 1, BatchOnCuda = 4;

    /// <summary>Detects objects in each image of <paramref name="dataset"/>; images are decoded and scaled in the background.</summary>
    /// <exception cref="InvalidDataException">An image cannot be read.</exception>
    /// <param name="detector">The detector; its classes have the data set's order. It is compiled if it is not yet.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="progress">Called after each batch.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <param name="batch">Maximum batch size, for images of equal size; null for 1 on a CPU and 4 on a GPU.</param>
    public static IReadOnlyList<IReadOnlyList<DetectedObject>> Detect(
        Detector detector, AnnotatedDataset dataset, Action<EvaluationProgress>? progress, CancellationToken cancellation, int? batch = null) =>
        Detect(detector, dataset, problems: null, progress, cancellation, batch).Found;

    /// <summary>The same, but unreadable images are left out and reported.</summary>
    /// <param name="detector">The detector; its classes have the data set's order. It is compiled if it is not yet.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="problems">Receives what was left out; null makes it an error.</param>
    /// <param name="progress">Called after each batch.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <param name="batch">Maximum batch size, for images of equal size; null for 1 on a CPU and 4 on a GPU.</param>
    /// <param name="group">The workers that share the images, each with the same detector and data set; all get all detections. Null for this process alone.</param>
    /// <returns>The images that could be read, and the detections in each.</returns>
    /// <exception cref="InvalidDataException">An image is unreadable and <paramref name="problems"/> is null, or all are.</exception>
    public static (AnnotatedDataset Dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> Found) Detect(
        Detector detector, AnnotatedDataset dataset, ICollection<DataProblem>? problems, Action<EvaluationProgress>? progress,
        CancellationToken cancellation, int? batch = null, ProcessGroup? group = null) =>
        Detect(detector, dataset, problems, progress, batch, new World(group), cancellation);

    internal static (AnnotatedDataset Dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> Found) Detect(
        Detector detector, AnnotatedDataset dataset, ICollection<DataProblem>? problems, Action<EvaluationProgress>? progress,
        int? batch, World world, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(dataset);
        if (!detector.IsCompiled) detector.Compile();
        if (TiledDetection.Of(detector) is { } tiled) return Detect(picture => tiled.Detect(picture, score: 0, cancellation), dataset, problems, progress, world, cancellation);
        var batches = EqualSizes.Of(dataset.Images, batch ?? (detector.Device.IsCuda ? BatchOnCuda : BatchOnProcessor));
        return Run(dataset, batches, decoded => detector.Transform.Batch(decoded), readable => detector.Detect(readable), problems, progress, world, cancellation);
    }

    /// <summary>The same with any way to detect in a decoded image, such as in tiles or several views.</summary>
    /// <param name="detect">Returns the objects in an image, best first; called in order, from this thread. Its labels have the data set's order.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="problems">Receives what was left out; null makes it an error.</param>
    /// <param name="progress">Called after each image.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <param name="group">The workers that share the images; all get all detections. Null for this process alone.</param>
    /// <returns>The images that could be read, and the detections in each.</returns>
    /// <exception cref="InvalidDataException">An image is unreadable and <paramref name="problems"/> is null, or all are.</exception>
    public static (AnnotatedDataset Dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> Found) Detect(
        Func<Image, IReadOnlyList<DetectedObject>> detect, AnnotatedDataset dataset, ICollection<DataProblem>? problems,
        Action<EvaluationProgress>? progress, CancellationToken cancellation, ProcessGroup? group = null) =>
        Detect(detect, dataset, problems, progress, new World(group), cancellation);

    private static (AnnotatedDataset Dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> Found) Detect(
        Func<Image, IReadOnlyList<DetectedObject>> detect, AnnotatedDataset dataset, ICollection<DataProblem>? problems,
        Action<EvaluationProgress>? progress, World world, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(detect);
        ArgumentNullException.ThrowIfNull(dataset);
        return Run(dataset, EqualSizes.Of(dataset.Images, 1), static decoded => decoded[0], image => [detect(image)], problems, progress, world, cancellation);
    }

    /// <summary>Detects and scores.</summary>
    /// <param name="detector">The detector; its classes have the data set's order.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="progress">Called after each batch.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <param name="problems">Receives unreadable images, which are not scored; null makes them an error.</param>
    public static EvaluationReport Evaluate(
        Detector detector, AnnotatedDataset dataset, Action<EvaluationProgress>? progress, CancellationToken cancellation,
        ICollection<DataProblem>? problems = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        var (read, found) = Detect(detector, dataset, problems, progress, cancellation);
        return EvaluationReport.Compute(read, found, masksToo: ScoresMasks(detector, read), areProposals: !detector.HasSecondStage);
    }

    /// <summary>Whether masks are scored in addition to boxes: the detector predicts masks and every object has an outline.</summary>
    public static bool ScoresMasks(Detector detector, AnnotatedDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(dataset);
        return detector.Options.Masks is not null && dataset.CountOutlines() == dataset.CountAnnotations();
    }

    /// <summary>The mean of each loss term over the images, always with the same sampling, so that epochs can be compared.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="pictures">Images with their objects; unreadable ones are left out of the mean.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <returns>The terms by name; their sum is the loss.</returns>
    public static IReadOnlyDictionary<string, double> ComputeLosses(Detector detector, IReadOnlyList<TrainingImage> pictures, CancellationToken cancellation) =>
        ComputeLosses(detector, pictures, World.Alone, cancellation);

    internal static IReadOnlyDictionary<string, double> ComputeLosses(
        Detector detector, IReadOnlyList<TrainingImage> pictures, World world, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(pictures);
        using var evaluation = EvaluationMode.Enter();
        var options = new TrainingOptions { BatchSize = 1, Augmentation = new() { Flip = 0 } };
        var loader = new BatchLoader(pictures, detector.Transform, options) { ReadsOnce = true };
        using var noGrad = NoGrad.Enter();
        int[] mine = [.. Enumerable.Range(0, loader.BatchesPerEpoch).Where(k => k % world.Size == world.Part.Number)];
        var own = world.Together(() => ComputeEach(detector, loader, mine, cancellation));
        var (sums, count) = (new Dictionary<string, double>(), 0);
        foreach (var (_, terms) in world.Gather(ImageLosses.Write(own)).SelectMany(ImageLosses.Read).OrderBy(static image => image.Number))
        {
            count++;
            foreach (var (name, value) in terms) sums[name] = sums.GetValueOrDefault(name) + value;
        }

        return sums.ToDictionary(static term => term.Key, term => term.Value / Math.Max(count, 1));
    }

    private static List<ImageLosses> ComputeEach(Detector detector, BatchLoader loader, int[] numbers, CancellationToken cancellation)
    {
        var (each, next) = (new List<ImageLosses>(), 0);
        foreach (var batch in loader.Read(epoch: 0, numbers, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = TensorScope.Enter();
            var number = numbers[next++];
            if (batch.Skipped.Count == 0)
            {
                var losses = detector.ComputeLosses(batch.Batch, SeededRandom.For(0, RandomPurpose.Validation, number));
                each.Add(new(number, [.. losses.Names.Zip(losses.Stack().ToArray<float>())]));
            }

            loader.Recycle(batch);
        }

        return each;
    }

    // Decodes and prepares in the background, detects on this thread.
    private static (AnnotatedDataset Dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> Found) Run<T>(
        AnnotatedDataset dataset, IReadOnlyList<int[]> batches, Func<IReadOnlyList<Image>, T> prepare, Func<T, IReadOnlyList<DetectedObject>[]> detect,
        ICollection<DataProblem>? problems, Action<EvaluationProgress>? progress, World world, CancellationToken cancellation)
        where T : class
    {
        var (pictures, found) = (dataset.Images, new IReadOnlyList<DetectedObject>?[dataset.Images.Count]);
        var faults = new DataProblem?[pictures.Count];
        int[][] mine = [.. batches.Where((_, k) => k % world.Size == world.Part.Number)];
        world.Together(DetectMine);
        SharedDetections.Exchange(world, found, faults);

        if (!Array.Exists(faults, static f => f is not null)) return (dataset, found!);
        foreach (var fault in faults.OfType<DataProblem>()) problems!.Add(fault);
        if (Array.TrueForAll(faults, static f => f is not null))
            throw new InvalidDataException($"{faults[0]!.File}: {faults[0]!.What}; none of the {faults.Length} pictures can be read.");
        return (dataset with { Images = [.. pictures.Where((_, k) => faults[k] is null)] }, [.. found.OfType<IReadOnlyList<DetectedObject>>()]);

        void DetectMine()
        {
            var (start, waitStart, wait) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp(), TimeSpan.Zero);
            var (number, done) = (0, 0);
            foreach (var loaded in Prefetch.InOrder(mine.Length, k => Load(prepare, pictures, mine[k], problems is null ? null : faults), cancellation))
            {
                wait += Stopwatch.GetElapsedTime(waitStart);
                cancellation.ThrowIfCancellationRequested();
                int[] chosen = [.. mine[number].Where(k => faults[k] is null)];
                if (loaded is { } readable)
                {
                    var detections = detect(readable);
                    for (var k = 0; k < chosen.Length; k++) found[chosen[k]] = detections[k];
                }

                done += mine[number++].Length;
                // The others are about as far.
                progress?.Invoke(new(Math.Min(done * world.Size, pictures.Count), Stopwatch.GetElapsedTime(start), wait));
                waitStart = Stopwatch.GetTimestamp();
            }
        }
    }

    // Null if none of them can be read.
    private static T? Load<T>(Func<IReadOnlyList<Image>, T> prepare, IReadOnlyList<AnnotatedImage> pictures, int[] chosen, DataProblem?[]? faults)
        where T : class
    {
        var decoded = new List<Image>(chosen.Length);
        foreach (var k in chosen)
        {
            try
            {
                decoded.Add(ImageDecoder.Decode(pictures[k].Path));
            }
            catch (Exception error) when (faults is not null && UnreadablePicture.Is(error))
            {
                faults[k] = UnreadablePicture.Problem(pictures[k].Path, error, "the picture is left out");
            }
        }

        return decoded.Count == 0 ? null : prepare(decoded);
    }
}

/// <summary>Progress of a detector through a data set.</summary>
/// <param name="Images">Images finished.</param>
/// <param name="Duration">Time since the start.</param>
/// <param name="DataWait">Part of it spent waiting for images.</param>
public readonly record struct EvaluationProgress(int Images, TimeSpan Duration, TimeSpan DataWait)
{
    /// <summary>Share of the time spent waiting for images.</summary>
    public double WaitShare => Duration > TimeSpan.Zero ? DataWait / Duration : 0;
}
