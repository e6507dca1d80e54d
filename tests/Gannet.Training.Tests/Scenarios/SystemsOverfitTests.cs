using Gannet.Training.Optimization;
using Gannet.Training.Schedules;
using Gannet.Training.Validation;

namespace Gannet.Training.Tests.Scenarios;

/// <summary>Each system's parts, on a small backbone, can overfit a few images.</summary>
[LeakCheck]
public sealed class SystemsOverfitTests
{
    // Box deltas in units of a tenth, as in matterport, and GIoU, whose gradient is small far from the object, take more steps to learn
    // from scratch: with 60 epochs, GIoU scored .75 on one processor and above .9 on others.
    [SlowTheory]
    [InlineData("kerod", 60, "proposals.objectness=softmax", "proposals.box_loss=l1", "head.box_loss=l1", "head.box_slots=per_class", "regions.aligned=true")]
    [InlineData("matterport", 150, "head.kind=full_size_convolution", "head.norm.kind=group", "head.keep_ratio=true", "head.positive_fraction=.33",
        "proposals.box_weights=[10, 10, 5, 5]", "proposals.levels_together=true", "transform.mode=square")]
    [InlineData("notebook", 60, "regions=roi_pool", "proposals.inside_only=true", "head.box_loss.beta=1", "anchors.offset=.5")]
    [InlineData("rfcn", 60, "head.kind=position_sensitive", "regions=ps_roi_pool", "regions.size=3", "head.map_kernel=3", "head.box_slots=agnostic",
        "head.hard_examples=32")]
    [InlineData("cascade", 60, "head.box_slots=agnostic", "head.cascade=[{}, {foreground_iou: 0.7, box_weights: [30, 30, 15, 15]}]")]
    [InlineData("giou", 150, "proposals.overlap=giou", "proposals.foreground_iou=.6", "proposals.background_iou=.1", "proposals.separable=true",
        "proposals.box_loss=giou", "head.box_loss=giou")]
    public void Its_parts_learn_four_pictures_by_heart(string system, int epochs, params string[] settings)
    {
        using var data = new SmallTraining(4);
        using var detector = SmallTraining.CreateDetector(1, settings);
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
        var scores = DetectorEvaluator.Evaluate(detector, data.Training, null, default).Coco;
        Assert.True(scores.AP50 >= 0.9, $"{system}: AP50 {scores.AP50}, loss {recorder.Losses.First()} → {recorder.Losses.Last()}");
    }
}
