using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;
using Gannet.Training.Loading;
using Gannet.Training.Optimization;

namespace Gannet.Training.Tests.Optimization;

[LeakCheck]
public sealed class NormStatisticsTests
{
    private static readonly TrainingOptions s_options = new() { BatchSize = 2, RecomputeNorms = 6, Augmentation = new() { ColourJitter = 0.5, Flip = 0.5 } };

    // The first norm's input depends on no other norm. Two channels of 3 × 4 values by hand would not show whether batches are merged right.
    [Fact]
    public void They_are_those_of_all_values_together()
    {
        using var data = new SmallTraining(7);
        using var detector = SmallTraining.CreateDetector(1, "backbone.norm.kind=batch");
        var images = TrainingImage.From(data.Training);
        var before = SmallTraining.Weights(detector);
        NormStatistics.Recompute(detector, images, s_options, default);
        var after = SmallTraining.Weights(detector);

        var (mean, variance) = Direct(detector, new BatchLoader(images, detector.Transform, new() { BatchSize = 2, Augmentation = new() { Flip = 0 } }));
        // 32-bit results of 64-bit sums of the same 32-bit maps; only the order of the sums differs.
        Assert.All(mean.Zip(after["backbone.body.bn1.running_mean"]), static p => Assert.Equal(p.First, p.Second, 1e-5));
        Assert.All(variance.Zip(after["backbone.body.bn1.running_var"]), static p => Assert.Equal(1, p.Second / p.First, 1e-5));
        // Nothing but statistics changed, not even the counts of batches.
        foreach (var (name, values) in before.Where(static w => !w.Key.Contains(".running_", StringComparison.Ordinal))) Assert.Equal(values, after[name]);
        Assert.All(after.Keys.Where(static n => n.EndsWith(".running_mean", StringComparison.Ordinal)), name => Assert.NotEqual(before[name], after[name]));
    }

    [Fact]
    public void They_do_not_depend_on_those_before()
    {
        using var data = new SmallTraining(4);
        using var detector = SmallTraining.CreateDetector(1, "backbone.norm.kind=batch");
        var images = TrainingImage.From(data.Training);
        NormStatistics.Recompute(detector, images, s_options, default);
        var first = SmallTraining.Weights(detector);
        using (NoGrad.Enter())
        {
            foreach (var (_, buffer) in detector.NamedBuffers().Where(static b => b.Tensor.ElementType == ElementType.Float)) buffer.FillInPlace(3);
        }

        NormStatistics.Recompute(detector, images, s_options, default);
        SmallTraining.RequireSame(first, SmallTraining.Weights(detector));
    }

    [Fact]
    public void Without_a_norm_that_learns_nothing_is_read()
    {
        using var detector = SmallTraining.CreateDetector(1, "backbone.norm.kind=frozen", "backbone.trainable_stages=0");
        Assert.False(NormStatistics.Learn(detector));
        NormStatistics.Recompute(detector, [new TrainingImage("no-such-file.png", Detection.GroundTruth.None)], s_options, default);
    }

    [Fact]
    public void A_stop_changes_nothing()
    {
        using var data = new SmallTraining(4);
        using var detector = SmallTraining.CreateDetector(1, "backbone.norm.kind=batch");
        var before = SmallTraining.Weights(detector);
        Assert.ThrowsAny<OperationCanceledException>(() => NormStatistics.Recompute(detector, TrainingImage.From(data.Training), s_options, new(canceled: true)));
        SmallTraining.RequireSame(before, SmallTraining.Weights(detector));
    }

    // Mean and variance of conv1's maps of the first three batches, value by value.
    private static (double[] Mean, double[] Variance) Direct(Detection.Detector detector, BatchLoader loader)
    {
        using var scope = TensorScope.Enter();
        using var noGrad = NoGrad.Enter();
        var weight = detector.State().Single(static s => s.Name == "backbone.body.conv1.weight").Tensor;
        var values = Enumerable.Range(0, (int)weight.Shape[0]).Select(static _ => new List<double>()).ToArray();
        foreach (var batch in loader.Read(0, 0, default).Take(3))
        {
            var maps = batch.Batch.Images.ToTensor(Device.Cpu, MemoryFormat.ChannelsLast).Conv2d(weight, null, [2, 2], [3, 3], [1, 1], 1);
            var (all, cells) = (maps.ToArray<float>(), (int)(maps.Shape[2] * maps.Shape[3]));
            for (var k = 0; k < all.Length; k++) values[k / cells % values.Length].Add(all[k]);
        }

        double[] mean = [.. values.Select(static v => v.Average())];
        return (mean, [.. values.Select((v, c) => v.Sum(x => (x - mean[c]) * (x - mean[c])) / (v.Count - 1))]);
    }
}
