using Gannet.Detection;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Training.Data;
using Gannet.Vision.Annotations;
using Gannet.Vision.Evaluation;
using Gannet.Vision.Pictures;

namespace Gannet.Training.Evaluation;

/// <summary>Runs a detector over a data set.</summary>
public static class DetectorEvaluator
{
    private const int Ahead = 2;

    /// <summary>The detections in each picture of <paramref name="dataset"/>; pictures are decoded in the background.</summary>
    /// <param name="detector">The detector; its classes have the data set's order.</param>
    /// <param name="dataset">The pictures.</param>
    /// <param name="progress">Called with the number of pictures done.</param>
    /// <param name="cancellation">Ends it between two pictures.</param>
    public static IReadOnlyList<IReadOnlyList<Vision.Detection>> Detect(
        Detector detector, AnnotatedDataset dataset, Action<int>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(dataset);
        detector.SetTraining(false);
        if (!detector.IsCompiled) detector.Compile();
        var found = new List<IReadOnlyList<Vision.Detection>>(dataset.Pictures.Count);
        var running = new Queue<Task<Gannet.Detection.Images.PictureBatch>>();
        for (var k = 0; k < dataset.Pictures.Count; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var next = k + running.Count; running.Count < Ahead && next < dataset.Pictures.Count; next++)
            {
                var path = dataset.Pictures[next].Path;
                running.Enqueue(Task.Run(() => detector.Transform.Batch([PictureDecoder.Decode(path)]), cancellation));
            }

            found.Add(detector.Detect(running.Dequeue().GetAwaiter().GetResult())[0]);
            progress?.Invoke(k + 1);
        }

        return found;
    }

    /// <summary>Detects and scores.</summary>
    public static EvaluationReport Evaluate(
        Detector detector, AnnotatedDataset dataset, Action<int>? progress, CancellationToken cancellation) =>
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
    public static double ComputeLoss(Detector detector, IReadOnlyList<TrainingPicture> pictures, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(pictures);
        detector.SetTraining(false);
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
