// A custom second stage: two classifiers in a row. As in Cascade R-CNN, the second one looks at the boxes of the first and demands a
// better fit.  dotnet run samples/own-head.cs
#:project ../src/Gannet.Training/Gannet.Training.csproj

using Gannet;
using Gannet.Datasets.Synthesis;
using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Torch;
using Gannet.Training;
using Gannet.Training.Setup;

var folder = Directory.CreateTempSubdirectory("own-head-").FullName;
try
{
    SmearDataset.Write(Path.Combine(folder, "cells"), new() { Images = 8, Validation = 2, Fields = new() { Width = 160, Height = 128 } });
    var data = TrainingData.Read(Path.Combine(folder, "cells"), trainSplit: null);

    var parts = DetectorParts.BuiltIn.With("two-in-a-row", static (levels, classes, options) => new TwoInARow(levels, classes, options));
    string[] settings = ["head.kind=two-in-a-row", "head.width=64", "transform.min_size=128", "transform.max_size=160"];
    var options = new TrainingOptions { MaxSteps = 10, BatchSize = 2, ValidateEvery = 100 };
    var run = new RunFolder(Path.Combine(folder, "run"));
    var (detector, _) = DetectorSetup.Create("faster-rcnn-resnet18-fpn", settings, data.Training.Classes, weights: null, options.Seed, parts);
    using (detector) new TrainingJob(detector, data.Training, data.Validation, options, run).Run(resume: false, [], default);

    using var trained = Detector.Load(run.LastModel, parts: parts);
    var picture = data.Validation!.Images[0].Path;
    Console.WriteLine($"{trained.Options.Head.Kind}: {trained.Detect(picture, score: 0.05f).Count} objects in {Path.GetFileName(picture)} after ten steps");
}
finally
{
    Directory.Delete(folder, recursive: true);
}

internal sealed class TwoInARow : RoiStage
{
    private readonly RoiClassifier _first, _second;

    public TwoInARow(IReadOnlyList<FeatureLevel> levels, int classes, DetectorOptions options)
    {
        // Both are Faster R-CNN's. The second one starts from better boxes, so more of them reach the higher threshold.
        var strict = options with { Head = options.Head with { ForegroundIou = 0.6f, BackgroundIou = 0.6f } };
        _first = Add("first", Classifier(levels, classes, options));
        _second = Add("second", Classifier(levels, classes, strict));
    }

    public override DetectionOptions Thresholds
    {
        get => _second.Thresholds;
        set => (_first.Thresholds, _second.Thresholds) = (value, value);
    }

    public override (Losses Losses, RoiTargets[] Regions) ComputeLosses(Tensor[] levels, ProposedBoxes[] proposals, TrainingBatch batch, Sampling sampling)
    {
        using var scope = TensorScope.Enter();
        var (first, _) = _first.ComputeLosses(levels, proposals, batch, sampling);
        var (second, regions) = _second.ComputeLosses(levels, _first.Refine(levels, proposals, batch.Images), batch, sampling);
        return (first.Named("first_").And(second.Named("second_")).KeepIn(scope), regions);
    }

    public override DetectedObject[][] Detect(Tensor[] levels, ProposedBoxes[] proposals, ImageBatch batch) =>
        _second.Detect(levels, _first.Refine(levels, proposals, batch), batch);

    private static RoiClassifier Classifier(IReadOnlyList<FeatureLevel> levels, int classes, DetectorOptions options) =>
        (RoiClassifier)DetectorParts.BuiltIn.CreateRoiStage(levels, classes, options with { Head = options.Head with { Kind = HeadKind.FullyConnected } });
}
