using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Training.Diagnosis;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Diagnosis;

[LeakCheck]
public sealed class LayerStatisticsTests
{
    [Fact]
    public void Numbers_are_those_of_the_weights()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(1);
        using var scope = TensorScope.Enter();
        const string Name = "rpn.head.cls_logits.weight";
        var weight = detector.State().Single(static s => s.Name == Name).Tensor;
        var outputs = (int)weight.Shape[0];
        using (NoGrad.Enter())
        {
            // Kernels of ones, and a last one of zeros.
            var values = Enumerable.Range(0, (int)weight.Count).Select(k => k / (weight.Count / outputs) == outputs - 1 ? 0f : 1f).ToArray();
            weight.CopyInPlace(Tensor.From<float>(values, [.. weight.Shape]));
        }

        var before = SmallTraining.Weights(detector);
        var statistics = LayerStatistics.Of(detector, Batch(detector, data), seed: 1);

        var layer = statistics.Weights.Single(static w => w.Name == Name);
        var share = (outputs - 1.0) / outputs;
        Assert.Equal(share, layer.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(share * (1 - share)), layer.Deviation, 1e-9);
        Assert.Equal(1 - share, layer.Dead, 1e-9);
        SmallTraining.RequireSame(before, SmallTraining.Weights(detector));
        Assert.All(detector.NamedParameters(), static p => Assert.Null(p.Tensor.Gradient));
    }

    [Fact]
    public void Stages_that_are_trained_have_a_gradient()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(1);
        var gradients = LayerStatistics.Of(detector, Batch(detector, data), seed: 1).Gradients;
        Assert.Equal(gradients.Select(static g => g.Stage).Distinct(), gradients.Select(static g => g.Stage));
        Assert.Contains(gradients, static g => g.Stage == "rpn" && g.Norm > 0);
        Assert.Contains(gradients, static g => g.Stage.StartsWith("backbone.body.", StringComparison.Ordinal));
        Assert.All(gradients, static g => Assert.True(double.IsFinite(g.Norm)));
    }

    private static Detection.TrainingBatch Batch(Detection.Detector detector, SmallTraining data)
    {
        var options = new TrainingOptions { BatchSize = 2, Augmentation = new() { Flip = 0 } };
        return new BatchLoader(TrainingImage.From(data.Training), detector.Transform, options).Read(0, 0, default).First().Batch;
    }
}
