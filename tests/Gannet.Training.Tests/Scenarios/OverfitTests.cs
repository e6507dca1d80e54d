using Gannet.Detection;
using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Optim;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;
using Gannet.Training.Validation;

namespace Gannet.Training.Tests.Scenarios;

[LeakCheck]
public sealed class OverfitTests
{
    [Fact]
    public void Four_pictures_are_learnt_by_heart()
    {
        using var data = new SmallTraining(4);
        using var detector = SmallTraining.CreateDetector(seed: 1);
        var options = new TrainingOptions { Epochs = 60, Rate = 0.03, WarmupSteps = 20, Augmentation = new() { Flip = 0 } };
        var recorder = new TrainingRecorder();
        new TrainingJob(detector, data.Training, null, options, new(data.File("run"))).Run(false, [recorder], default);

        var scores = DetectorEvaluator.Evaluate(detector, data.Training, null, default).Coco;
        Assert.True(scores.AP50 >= 0.9, $"AP50 {scores.AP50}, AP {scores.AP}, loss {recorder.Losses.First()} → {recorder.Losses.Last()}");
        // As many tensors after the last step as after the first, when the optimizer's state exists.
        Assert.Single(recorder.Steps.Skip(1).Select(static s => s.LiveTensors).Distinct());
    }

    // With batch norm, where rounding errors show most.
    [BFloat16Fact]
    public void Four_pictures_are_learnt_by_heart_in_bf16()
    {
        using var data = new SmallTraining(4);
        using var detector = SmallTraining.CreateDetector(seed: 1, "backbone.norm.kind=batch");
        var options = new TrainingOptions { Epochs = 60, Rate = 0.03, WarmupSteps = 20, Augmentation = new() { Flip = 0 }, Precision = Precision.BFloat16 };
        var recorder = new TrainingRecorder();
        new TrainingJob(detector, data.Training, null, options, new(data.File("run"))).Run(false, [recorder], default);

        var scores = DetectorEvaluator.Evaluate(detector, data.Training, null, default).Coco;
        Assert.True(scores.AP50 >= 0.9, $"AP50 {scores.AP50}, AP {scores.AP}, loss {recorder.Losses.First()} → {recorder.Losses.Last()}");
        Assert.All(detector.NamedParameters(), static p => Assert.Equal(ElementType.Float, p.Tensor.ElementType));
    }

    [Fact]
    public void Two_pictures_are_learnt_by_heart_by_a_cascade()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(seed: 1, "head.box_slots=agnostic", "head.cascade=[{}, {foreground_iou: 0.7, box_weights: [30, 30, 15, 15]}]");
        var recorder = LearnByHeart(detector, data, epochs: 60); // four seeds reached an AP50 of 1
        var scores = DetectorEvaluator.Evaluate(detector, data.Training, null, default).Coco;
        Assert.True(scores.AP50 >= 0.9, $"AP50 {scores.AP50}, AP {scores.AP}, loss {recorder.Losses.First()} → {recorder.Losses.Last()}");
        Assert.All(recorder.Steps, static s => Assert.Contains("box_3", s.Losses.Keys));
    }

    [Fact]
    public void The_masks_of_two_pictures_are_learnt_by_heart()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(seed: 1, "masks.channels=32", "masks.convolutions=2");
        var recorder = LearnByHeart(detector, data, epochs: 120); // long enough to reach 1 regardless of rounding and seed
        var report = DetectorEvaluator.Evaluate(detector, data.Training, null, default);
        var scores = report.Masks!;
        Assert.True(scores.AP50 >= 0.9, $"mask AP50 {scores.AP50}, box AP50 {report.Coco.AP50}, loss {recorder.Losses.First()} → {recorder.Losses.Last()}");
        Assert.All(recorder.Steps, static s => Assert.Contains("mask", s.Losses.Keys));
    }

    // With a rate that falls to zero.
    private static TrainingRecorder LearnByHeart(Detector detector, SmallTraining data, int epochs)
    {
        var options = new TrainingOptions
        {
            Epochs = epochs,
            Rate = 0.002,
            WarmupSteps = 10,
            Augmentation = new() { Flip = 0 },
            Optimizer = OptimizerKind.AdamW,
            Decay = RateDecay.Cosine,
        };
        var recorder = new TrainingRecorder();
        new TrainingJob(detector, data.Training, null, options, new(data.File("run"))).Run(false, [recorder], default);
        return recorder;
    }
}
