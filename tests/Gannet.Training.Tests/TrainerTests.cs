using Gannet.Detection;
using Gannet.Torch.Autograd;
using Gannet.Training.Data;

namespace Gannet.Training.Tests;

[LeakCheck]
public sealed class TrainerTests
{
    [Fact]
    public void Losses_and_norm_are_reported_and_every_parameter_moves()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(seed: 1);
        var before = SmallTraining.Weights(detector);
        var options = new TrainingOptions { BatchSize = 2, WarmupSteps = 0 };
        using var trainer = new Trainer(detector, options, 10);
        var report = trainer.Step(Batch(data, detector, options), 1, 1, TimeSpan.FromSeconds(2));
        Assert.Equal(["objectness", "proposal_box", "classification", "box"], report.Losses.Keys);
        Assert.All(report.Metrics.Values, static v => Assert.InRange(v, 0, 1));
        Assert.All(report.Losses.Values, static v => Assert.True(v >= 0));
        Assert.Equal(report.Losses.Values.Sum(), report.Loss);
        Assert.True(report.GradientNorm > 0);
        Assert.Equal(0.01, report.Rate);
        Assert.True(report.Duration >= report.DataWait);
        var unmoved = detector.NamedParameters().Where(p => p.Tensor.ToArray<float>().SequenceEqual(before[p.Name])).Select(static p => p.Name);
        Assert.Empty(unmoved);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_before_the_weights_change()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(seed: 1);
        using (NoGrad.Enter()) detector.State().Single(static s => s.Name == "roi_heads.box_predictor.cls_score.bias").Tensor.AsSpan<float>()[1] = float.NaN;
        var before = SmallTraining.Weights(detector);
        var options = new TrainingOptions { BatchSize = 2 };
        using var trainer = new Trainer(detector, options, 10);
        var batch = Batch(data, detector, options);
        var error = Assert.Throws<NonFiniteLossException>(() => trainer.Step(batch, 7, 1, default));
        Assert.Contains("loss 'classification' is NaN at step 7", error.Message, StringComparison.Ordinal);
        Assert.All(batch.Paths, path => Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message);
        AssertSame(before, SmallTraining.Weights(detector));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void A_gradient_that_is_not_finite_stops_before_the_weights_change(double clipNorm)
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(seed: 1);
        var options = new TrainingOptions { BatchSize = 2, ClipNorm = clipNorm };
        var batch = Batch(data, detector, options);
        // Activations as small as 1e-30 make group norm's own derivative overflow while every loss stays finite.
        using (NoGrad.Enter()) detector.State().Single(static s => s.Name == "backbone.body.conv1.weight").Tensor.MulInPlace(1e-38);
        var before = SmallTraining.Weights(detector);
        using var trainer = new Trainer(detector, options, 10);
        var error = Assert.Throws<NonFiniteLossException>(() => trainer.Step(batch, 3, 1, default));
        Assert.StartsWith("the gradient is not finite at step 3, pictures ", error.Message, StringComparison.Ordinal);
        AssertSame(before, SmallTraining.Weights(detector));
    }

    [Fact]
    public void A_rate_that_is_far_too_high_ends_with_the_term_and_the_step()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(seed: 1);
        var options = new TrainingOptions { BatchSize = 2, WarmupSteps = 0, Rate = 1e30, ClipNorm = 0 };
        using var trainer = new Trainer(detector, options, 10);
        var batch = Batch(data, detector, options);
        var error = Assert.Throws<NonFiniteLossException>(() =>
        {
            for (var step = 1; step <= 10; step++) trainer.Step(batch, step, 1, default);
        });
        Assert.Matches(@"(loss '\w+' is .*|the gradient is not finite) at step \d+, pictures ", error.Message);
    }

    private static LoadedBatch Batch(SmallTraining data, Detector detector, TrainingOptions options) =>
        new BatchLoader(TrainingPicture.From(data.Training), detector.Transform, options).Read(0, 0, default).First();

    private static void AssertSame(IReadOnlyDictionary<string, float[]> expected, IReadOnlyDictionary<string, float[]> actual) =>
        Assert.All(expected, e => Assert.Equal(e.Value, actual[e.Key]));
}
