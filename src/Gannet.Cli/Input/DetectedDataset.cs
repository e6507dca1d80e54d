using System.Globalization;
using Gannet.Cli.Commands;
using Gannet.Cli.Output;
using Gannet.Cli.Progress;
using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Detection;
using Gannet.Evaluation;
using Gannet.Evaluation.Results;
using Gannet.Torch.Distributed;
using Gannet.Training.Validation;

namespace Gannet.Cli.Input;

/// <summary>A data set and what a detector found in it, picture by picture.</summary>
/// <param name="Dataset">The pictures with their ground truth; its classes are the detector's.</param>
/// <param name="Found">The detections of each picture, best first.</param>
/// <param name="MasksToo">Whether the detected masks can be scored.</param>
/// <param name="AreProposals">Whether the detector has no second stage.</param>
internal sealed record DetectedDataset(
    AnnotatedDataset Dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> Found, bool MasksToo, bool AreProposals)
{
    /// <summary>Runs the detector on every picture. A picture that cannot be read is left out and reported, or is an error with
    /// <paramref name="strict"/>. <paramref name="merged"/>, if given, looks at each picture more than once with it; the workers of
    /// <paramref name="group"/>, if given, share the pictures.</summary>
    public static DetectedDataset Detect(
        CommandContext context, Detector detector, AnnotatedDataset dataset, bool strict, CancellationToken cancellation,
        Func<Image, IReadOnlyList<DetectedObject>>? merged = null, ProcessGroup? group = null)
    {
        var problems = strict ? null : new List<DataProblem>();
        var masksToo = DetectorEvaluator.ScoresMasks(detector, dataset);
        if (detector.Options.Masks is not null && !masksToo)
        {
            var bare = dataset.CountAnnotations() - dataset.CountOutlines();
            context.Error.WriteLine($"Masks are not scored: {bare} of {dataset.CountAnnotations()} objects have no outline.");
        }

        var last = default(EvaluationProgress);
        var (read, found) = ImageProgress.Show(context, "detecting", dataset.Images.Count, show =>
        {
            return merged is null
                ? DetectorEvaluator.Detect(detector, dataset, problems, Report, cancellation, group: group)
                : DetectorEvaluator.Detect(merged, dataset, problems, Report, cancellation, group);
            void Report(EvaluationProgress progress)
            {
                last = progress;
                show(progress.Images);
            }
        });
        context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Detected in {last.Images} pictures in {last.Duration.TotalSeconds:F1} s, data wait {last.WaitShare:P0}."));
        foreach (var problem in problems ?? []) context.Error.WriteLine(Printable.Line(problem.ToString()));
        return new(read, found, masksToo, !detector.HasSecondStage);
    }

    /// <summary>Runs an ONNX graph on every picture; boxes are scored.</summary>
    public static DetectedDataset Detect(CommandContext context, OnnxPictureDetector detector, AnnotatedDataset dataset, CancellationToken cancellation)
    {
        InputImage[] inputs = [.. dataset.Images.Select(static picture => new InputImage(picture.Path, picture.FileName))];
        var found = ImageProgress.Show(context, "detecting", inputs.Length, show =>
        {
            var all = new List<IReadOnlyList<DetectedObject>>(inputs.Length);
            foreach (var (_, detect) in detector.Run(inputs, cancellation))
            {
                all.Add(detect().Found);
                show(all.Count);
            }

            return all;
        });
        return new(dataset, found, MasksToo: false, AreProposals: false);
    }

    /// <summary>Scores the detections by COCO's and VOC's rules.</summary>
    public EvaluationReport Evaluate() => EvaluationReport.Compute(Dataset, Found, masksToo: MasksToo, areProposals: AreProposals);

    /// <summary>Looks into what is wrong with the boxes.</summary>
    public EvaluationDetails Inspect() => EvaluationDetails.Compute(Dataset, Found);

    /// <summary>Writes the detections from a given score upwards as a COCO results file, in one step.</summary>
    public void Save(string path, float score = 0)
    {
        var pictures = Dataset.Images.Select((picture, k) =>
            new ImageDetections(picture.Id, picture.FileName, [.. Found[k].Where(d => d.Score >= score)]) { TextId = picture.TextId });
        AtomicFile.Write(path, stream => DetectionsWriter.Write(stream, pictures, Dataset.Classes, Dataset.CategoryIds));
    }
}
