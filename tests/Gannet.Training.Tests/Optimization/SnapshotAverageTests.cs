using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Training.Optimization;

namespace Gannet.Training.Tests.Optimization;

[LeakCheck]
public sealed class SnapshotAverageTests
{
    private const string Name = "roi_heads.box_predictor.cls_score.bias";

    [Fact]
    public void Every_moment_counts_alike_and_the_weights_come_back()
    {
        using var detector = SmallTraining.CreateDetector(1);
        using var average = new SnapshotAverage(detector);
        foreach (var value in (float[])[1, 2, 6])
        {
            Set(detector, value);
            average.Update();
        }

        Set(detector, 0.1f);
        var trained = SmallTraining.Weights(detector);
        using (average.Show())
        {
            Assert.All(SmallTraining.Weights(detector)[Name], static v => Assert.Equal(3, v));
            Assert.Equal(trained["backbone.body.conv1.weight"], SmallTraining.Weights(detector)["backbone.body.conv1.weight"]); // never changed
        }

        SmallTraining.RequireSame(trained, SmallTraining.Weights(detector));
    }

    // 2^24 + 1 is no float: the sum of two odd numbers of that size would be rounded.
    [Fact]
    public void Sums_are_exact_where_32_bits_are_not()
    {
        using var detector = SmallTraining.CreateDetector(1);
        using var average = new SnapshotAverage(detector);
        foreach (var value in (float[])[16_777_215, 16_777_213, 16_777_214])
        {
            Set(detector, value);
            average.Update();
        }

        using (average.Show()) Assert.All(SmallTraining.Weights(detector)[Name], static v => Assert.Equal(16_777_214, v));
    }

    [Fact]
    public void Before_the_first_moment_and_after_clearing_the_network_keeps_its_weights()
    {
        using var detector = SmallTraining.CreateDetector(1);
        using var average = new SnapshotAverage(detector);
        Set(detector, 5);
        average.Update();
        average.Clear();
        Set(detector, 7);
        using (average.Show()) Assert.All(SmallTraining.Weights(detector)[Name], static v => Assert.Equal(7, v));
        average.Update();
        using (average.Show()) Assert.All(SmallTraining.Weights(detector)[Name], static v => Assert.Equal(7, v));
    }

    [Fact]
    public void A_restored_average_goes_on_alike_and_one_of_another_network_is_refused()
    {
        using var detector = SmallTraining.CreateDetector(1);
        using var first = new SnapshotAverage(detector);
        first.Update();
        using var second = new SnapshotAverage(detector);
        second.Restore(first.Updates, first.State());
        Set(detector, 0.3f);
        first.Update();
        second.Update();
        Assert.Equal(2, second.Updates);
        foreach (var (a, b) in first.State().Zip(second.State())) Assert.Equal(a.Tensor.ToArray<double>(), b.Tensor.ToArray<double>());
        Assert.Contains("is missing or has another shape", Assert.Throws<InvalidDataException>(() => second.Restore(1, first.State().Skip(1))).Message, StringComparison.Ordinal);
    }

    private static void Set(Detection.Detector detector, float value)
    {
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        detector.State().Single(static s => s.Name == Name).Tensor.CopyInPlace(Tensor.From(value));
    }
}
