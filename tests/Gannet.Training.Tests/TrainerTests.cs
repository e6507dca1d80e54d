using Gannet.Detection;
using Gannet.Torch.Autograd;
using Gannet.Torch.Optim;
using Gannet.Training.Loading;
using Gannet.Training.Observers;
using Gannet.Training.Optimization;

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
        SmallTraining.RequireSame(before, SmallTraining.Weights(detector));
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
        // Activations as small as 1e-30 make group norm's derivative overflow while every loss stays finite.
        using (NoGrad.Enter()) detector.State().Single(static s => s.Name == "backbone.body.conv1.weight").Tensor.MulInPlace(1e-38);
        var before = SmallTraining.Weights(detector);
        using var trainer = new Trainer(detector, options, 10);
        var error = Assert.Throws<NonFiniteLossException>(() => trainer.Step(batch, 3, 1, default));
        Assert.StartsWith("the gradient is not finite at step 3, pictures ", error.Message, StringComparison.Ordinal);
        SmallTraining.RequireSame(before, SmallTraining.Weights(detector));
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

    // Exact when norms work per image, each image's loss has its own divisor, and every candidate takes part, so nothing is sampled.
    [Fact]
    public void Batches_of_one_make_the_step_of_the_whole_batch()
    {
        string[] exact =
        [
            "proposals.samples=100000", "head.samples=100000", "proposals.box_loss.normalizer=samples_per_image", "head.box_loss.normalizer=samples_per_image",
        ];
        using var data = new SmallTraining(3);
        var whole = new TrainingOptions { BatchSize = 3, WarmupSteps = 0, Augmentation = new() { Flip = 0 } };
        var parts = whole with { BatchSize = 1, Accumulate = 3 };
        using var once = SmallTraining.CreateDetector(seed: 1, exact);
        using var bitByBit = SmallTraining.CreateDetector(seed: 1, exact);
        var before = SmallTraining.Weights(once);
        using var first = new Trainer(once, whole, 1);
        using var second = new Trainer(bitByBit, parts, 1);
        var expected = first.Step(Batch(data, once, whole), 1, 1, default);
        foreach (var batch in new BatchLoader(TrainingImage.From(data.Training), bitByBit.Transform, parts).Read(0, 0, default))
            second.Accumulate(batch, 1, 1, TimeSpan.FromSeconds(1));
        var report = Assert.Single(second.Update());
        Assert.Equal(expected.Loss, report.Loss, 1e-4);
        Assert.Equal(expected.GradientNorm, report.GradientNorm, 1e-3 * expected.GradientNorm);
        Assert.Equal(TimeSpan.FromSeconds(3), report.DataWait);
        var actual = SmallTraining.Weights(bitByBit);
        foreach (var (name, values) in SmallTraining.Weights(once))
        {
            var step = values.Zip(before[name], static (after, old) => Math.Abs(after - old)).Max();
            Assert.All(values.Zip(actual[name]), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.02 * step + 1e-7));
        }
    }

    [Fact]
    public void Reports_that_come_later_are_the_same()
    {
        using var data = new SmallTraining(2);
        var (often, seldom) = (Reports(1), Reports(3));
        Assert.Equal([1, 1, 1, 1], often.Select(static r => r.Count));
        Assert.Equal([0, 0, 3, 1], seldom.Select(static r => r.Count));
        foreach (var (a, b) in often.SelectMany(static r => r).Zip(seldom.SelectMany(static r => r)))
        {
            Assert.Equal((a.Step, a.Rate), (b.Step, b.Rate));
            Assert.Equal(a.Losses, b.Losses);
            Assert.Equal(a.GradientNorm, b.GradientNorm, 1e-5 * a.GradientNorm);
        }

        // The last of the four steps is read at the end.
        List<IReadOnlyList<StepReport>> Reports(int interval)
        {
            using var detector = SmallTraining.CreateDetector(seed: 1);
            var options = new TrainingOptions { BatchSize = 2, LogInterval = interval, ClipNorm = 0 };
            using var trainer = new Trainer(detector, options, 4);
            List<IReadOnlyList<StepReport>> reports = [];
            for (var step = 1; step <= 4; step++)
            {
                trainer.Accumulate(Batch(data, detector, options), step, 1, default);
                reports.Add([.. trainer.Update(), .. step == 4 ? trainer.Flush() : []]);
            }

            return reports;
        }
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    public void A_loss_that_is_read_later_has_not_reached_the_weights_either(string kind)
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(seed: 1);
        var options = new TrainingOptions { BatchSize = 2, LogInterval = 5, WarmupSteps = 0, Optimizer = OptimizerKind.Named(kind), WeightDecay = 0.01 };
        using var trainer = new Trainer(detector, options, 10);
        Take(5); // leaves momentum behind
        using (NoGrad.Enter()) detector.State().Single(static s => s.Name == "roi_heads.box_predictor.cls_score.bias").Tensor.AsSpan<float>()[1] = float.NaN;
        var before = SmallTraining.Weights(detector);
        Take(6);
        Take(7);
        SmallTraining.RequireSame(before, SmallTraining.Weights(detector));
        var error = Assert.Throws<NonFiniteLossException>(() => trainer.Flush());
        Assert.Contains("loss 'classification' is NaN at step 6", error.Message, StringComparison.Ordinal);

        void Take(int step)
        {
            trainer.Accumulate(Batch(data, detector, options), step, 1, default);
            Assert.Empty(trainer.Update());
        }
    }

    [Fact]
    public void A_step_of_nothing_is_refused()
    {
        using var detector = SmallTraining.CreateDetector(seed: 1);
        using var trainer = new Trainer(detector, new TrainingOptions(), 10);
        Assert.Throws<InvalidOperationException>(() => trainer.Update());
    }

    private static LoadedBatch Batch(SmallTraining data, Detector detector, TrainingOptions options) =>
        new BatchLoader(TrainingImage.From(data.Training), detector.Transform, options).Read(0, 0, default).First();
}
