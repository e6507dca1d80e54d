using System.Diagnostics;
using Gannet.Datasets;
using Gannet.Detection;
using Gannet.Evaluation;
using Gannet.Imaging.Codecs;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Training.Augmentations;
using Gannet.Training.Loading;

namespace Gannet.Training.Validation;

/// <summary>Runs a detector over a data set.</summary>
public static class DetectorEvaluator
{
    // On a processor a batch of 4 takes .9 of the time of its pictures one by one, and the first waits for the last; a GPU is kept busier.
    private const int BatchOnProcessor = 1, BatchOnCuda = 4;

    /// <summary>The detections in each picture of <paramref name="dataset"/>; pictures are decoded and scaled in the background.</summary>
    /// <param name="detector">The detector; its classes have the data set's order. It is compiled unless it is already.</param>
    /// <param name="dataset">The pictures.</param>
    /// <param name="progress">Called after each batch.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <param name="batch">Most pictures at a time, of equal size; null for 1 on a processor and 4 on a GPU.</param>
    public static IReadOnlyList<IReadOnlyList<DetectedObject>> Detect(
        Detector detector, AnnotatedDataset dataset, Action<EvaluationProgress>? progress, CancellationToken cancellation, int? batch = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(dataset);
        if (!detector.IsCompiled) detector.Compile();
        var (pictures, found) = (dataset.Images, new IReadOnlyList<DetectedObject>[dataset.Images.Count]);
        var batches = EqualSizes.Of(pictures, batch ?? (detector.Device.IsCuda ? BatchOnCuda : BatchOnProcessor));
        var (start, waitStart, wait) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp(), TimeSpan.Zero);
        var (number, done) = (0, 0);
        foreach (var loaded in Prefetch.InOrder(
            batches.Count, k => detector.Transform.Batch([.. batches[k].Select(p => ImageDecoder.Decode(pictures[p].Path))]), cancellation))
        {
            wait += Stopwatch.GetElapsedTime(waitStart);
            cancellation.ThrowIfCancellationRequested();
            var chosen = batches[number++];
            var detections = detector.Detect(loaded);
            for (var k = 0; k < chosen.Length; k++) found[chosen[k]] = detections[k];
            done += chosen.Length;
            progress?.Invoke(new(done, Stopwatch.GetElapsedTime(start), wait));
            waitStart = Stopwatch.GetTimestamp();
        }

        return found;
    }

    /// <summary>Detects and scores.</summary>
    public static EvaluationReport Evaluate(
        Detector detector, AnnotatedDataset dataset, Action<EvaluationProgress>? progress, CancellationToken cancellation) =>
        EvaluationReport.Compute(
            dataset, Detect(detector, dataset, progress, cancellation), masksToo: ScoresMasks(detector, dataset), areProposals: !detector.HasSecondStage);

    /// <summary>Whether the masks are scored beside the boxes: the detector gives some and every object has an outline to hold them against.</summary>
    public static bool ScoresMasks(Detector detector, AnnotatedDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(dataset);
        return detector.Options.Masks is not null && dataset.CountOutlines() == dataset.CountAnnotations();
    }

    /// <summary>The mean loss over the pictures, with the same sampling every time, so that epochs can be compared.</summary>
    public static double ComputeLoss(Detector detector, IReadOnlyList<TrainingImage> pictures, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(pictures);
        using var evaluation = EvaluationMode.Enter();
        var options = new TrainingOptions { BatchSize = 1, Flip = 0 };
        var loader = new BatchLoader(pictures, detector.Transform, options);
        using var noGrad = NoGrad.Enter();
        var (sum, count) = (0.0, 0);
        foreach (var batch in loader.Read(epoch: 0, first: 0, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = TensorScope.Enter();
            sum += detector.ComputeLosses(batch.Batch, SeededRandom.For(0, RandomPurpose.Validation, count++)).Stack().Sum().Item();
            loader.Recycle(batch);
        }

        return sum / Math.Max(count, 1);
    }
}
