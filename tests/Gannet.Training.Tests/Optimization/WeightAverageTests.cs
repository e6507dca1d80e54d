using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Training.Optimization;

namespace Gannet.Training.Tests.Optimization;

[LeakCheck]
public sealed class WeightAverageTests
{
    private const string Name = "roi_heads.box_predictor.cls_score.bias";

    // By hand: the decays of updates 1, 2, 3 are 2/11, 3/12, 4/13, all below .9.
    [Fact]
    public void The_average_follows_the_weights_with_a_decay_that_rises()
    {
        using var detector = SmallTraining.CreateDetector(1);
        Set(detector, 0);
        using var average = new WeightAverage(detector, 0.9);
        var expected = 0.0;
        foreach (var (value, decay) in new[] { (1f, 2 / 11.0), (2f, 3 / 12.0), (-1f, 4 / 13.0) })
        {
            Set(detector, value);
            average.Update();
            expected = decay * expected + (1 - decay) * value;
            Assert.All(Mean(average), v => Assert.Equal(expected, v, 6));
        }

        Assert.Equal(3, average.Updates);
    }

    [Fact]
    public void The_decay_rises_no_further_than_the_chosen_one()
    {
        using var detector = SmallTraining.CreateDetector(1);
        Set(detector, 0);
        using var average = new WeightAverage(detector, 0.1);
        Set(detector, 1);
        average.Update();
        Assert.All(Mean(average), static v => Assert.Equal(0.9, v, 6));
    }

    [Fact]
    public void The_network_shows_the_average_and_gets_every_bit_of_its_weights_back()
    {
        using var detector = SmallTraining.CreateDetector(1, "backbone.norm.kind=batch");
        var before = SmallTraining.Weights(detector);
        using var average = new WeightAverage(detector, 0.5);
        Set(detector, 0.1f);
        var trained = SmallTraining.Weights(detector);
        using (average.Show())
        {
            SmallTraining.RequireSame(before, SmallTraining.Weights(detector));
        }

        SmallTraining.RequireSame(trained, SmallTraining.Weights(detector));
    }

    [Fact]
    public void A_restored_average_goes_on_alike_and_one_of_another_network_is_refused()
    {
        using var detector = SmallTraining.CreateDetector(1);
        using var first = new WeightAverage(detector, 0.9);
        Set(detector, 1);
        first.Update();
        using var second = new WeightAverage(detector, 0.9);
        second.Restore(first.Updates, first.State());
        Set(detector, 3);
        first.Update();
        second.Update();
        Assert.Equal(Mean(first), Mean(second));
        Assert.Contains("is missing or has another shape", Assert.Throws<InvalidDataException>(() => second.Restore(1, first.State().Skip(1))).Message, StringComparison.Ordinal);
    }

    private static void Set(Detection.Detector detector, float value)
    {
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        detector.State().Single(static s => s.Name == Name).Tensor.CopyInPlace(Tensor.From(value));
    }

    private static float[] Mean(WeightAverage average) => average.State().Single(static s => s.Name == Name).Tensor.ToArray<float>();
}
