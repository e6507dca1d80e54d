using Gannet.Training.Optimization;

namespace Gannet.Training.Tests.Optimization;

[LeakCheck]
public sealed class ModelAverageTests
{
    [Fact]
    public void The_mean_of_models_is_that_of_their_weights()
    {
        using var folder = new TemporaryFolder();
        var models = Enumerable.Range(1, 3).Select(seed =>
        {
            using var detector = SmallTraining.CreateDetector(seed);
            detector.Save(folder.File($"{seed}"));
            return SmallTraining.Weights(detector);
        }).ToList();
        using var mean = ModelAverage.Of([folder.File("1"), folder.File("2"), folder.File("3")]);
        SmallTraining.RequireSame(SmallTraining.Mean(models), SmallTraining.Weights(mean));
        Assert.False(ModelAverage.HasRunningStatistics(mean)); // group norm
    }

    [Fact]
    public void A_model_of_other_options_is_refused_with_the_first_difference()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, setting) in (IEnumerable<(string, string)>)[("a", "neck.channels=64"), ("b", "neck.channels=32")])
        {
            using var detector = SmallTraining.CreateDetector(1, setting);
            detector.Save(folder.File(name));
        }

        var error = Assert.Throws<InvalidDataException>(() => ModelAverage.Of([folder.File("a"), folder.File("b")]));
        Assert.Equal($"{folder.File("b")}: does not fit {folder.File("a")} (neck.channels: 32 here, channels: 64 there); average models of one preset.", error.Message);
    }
}
