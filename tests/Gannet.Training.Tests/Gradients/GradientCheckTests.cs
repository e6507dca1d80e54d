using Gannet.Detection;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Training.Gradients;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Gradients;

[LeakCheck]
public sealed class GradientCheckTests
{
    private const string CutOffPart = "roi_heads.box_head.";

    [Fact]
    public void A_detector_whose_parts_all_learn_has_no_finding_and_keeps_its_weights()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(1);
        var before = SmallTraining.Weights(detector);
        Assert.Empty(GradientCheck.Run(detector, Batch(data, detector), 1));
        SmallTraining.RequireSame(before, SmallTraining.Weights(detector));
        Assert.All(detector.NamedParameters(), static p => Assert.Null(p.Tensor.Gradient));
    }

    // Layers cut off by a multiplication by zero do not learn; everything before the head does, through the proposals.
    [Fact]
    public void A_part_that_is_cut_off_is_named()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(1);
        CutOff(detector);
        Assert.Equal(
            ["fc6.weight", "fc6.bias", "fc7.weight", "fc7.bias"],
            GradientCheck.Run(detector, Batch(data, detector), 1).Select(static f =>
            {
                Assert.Equal(GradientState.Zero, f.State);
                Assert.StartsWith(CutOffPart, f.Parameter, StringComparison.Ordinal);
                return f.Parameter[CutOffPart.Length..];
            }));
    }

    [Fact]
    public void A_parameter_that_no_loss_depends_on_is_named()
    {
        using var used = new Linear(2, 1);
        using var detached = new Linear(2, 1);
        using var scope = TensorScope.Enter();
        var x = Tensor.Ones([1, 2]);
        var findings = GradientCheck.Run(
            [.. used.NamedParameters("used."), .. detached.NamedParameters("detached.")],
            () => (used.Forward(x) + detached.Forward(x).Detach()).Sum());
        Assert.Equal([new("detached.weight", GradientState.Missing), new("detached.bias", GradientState.Missing)], findings);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_named()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(1);
        Fill(detector, float.NaN, "roi_heads.box_predictor.cls_score.bias");
        Assert.Contains(new GradientFinding("roi_heads.box_predictor.cls_score.weight", GradientState.NotFinite),
            GradientCheck.Run(detector, Batch(data, detector), 1));
    }

    [Fact]
    public void What_is_frozen_is_not_looked_at()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(1);
        CutOff(detector);
        foreach (var (name, tensor) in detector.NamedParameters())
        {
            if (name.StartsWith(CutOffPart, StringComparison.Ordinal)) tensor.RequiresGradInPlace(false);
        }

        Assert.Empty(GradientCheck.Run(detector, Batch(data, detector), 1));
        detector.Freeze();
        Assert.Throws<ArgumentException>(() => GradientCheck.Run(detector, Batch(data, detector), 1));
    }

    private static void CutOff(Detector detector) =>
        Fill(detector, 0, "roi_heads.box_predictor.cls_score.weight", "roi_heads.box_predictor.bbox_pred.weight");

    private static void Fill(Detector detector, float value, params string[] names)
    {
        using var noGrad = NoGrad.Enter();
        foreach (var name in names) detector.NamedParameters().Single(p => p.Name == name).Tensor.FillInPlace(value);
    }

    private static TrainingBatch Batch(SmallTraining data, Detector detector) =>
        new BatchLoader(TrainingImage.From(data.Training), detector.Transform, new() { BatchSize = 2 }).Read(0, 0, default).First().Batch;
}
