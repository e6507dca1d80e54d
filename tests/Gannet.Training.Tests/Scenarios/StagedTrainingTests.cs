using Gannet.Detection;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Scenarios;

[LeakCheck]
public sealed class StagedTrainingTests
{
    private const string Body = "backbone.body.";

    private static readonly TrainingOptions s_options = new() { Epochs = 3, BatchSize = 2, WarmupSteps = 0, Layers = "heads:1,4+:2,all" };

    [Theory]
    [InlineData("heads", null, "")]
    [InlineData("5+", null, "layer4")]
    [InlineData(null, "layer3", "layer3 layer4")]
    [InlineData(null, "none", "")]
    public void What_is_frozen_keeps_every_bit_and_what_is_trained_moves(string? layers, string? trainFrom, string trained)
    {
        using var data = new SmallTraining(2);
        // With trainable norms, whose statistics must be frozen too, and with weight decay, which must not change frozen weights.
        using var detector = SmallTraining.CreateDetector(1, "backbone.norm.kind=batch");
        var before = SmallTraining.Weights(detector);
        var options = new TrainingOptions { BatchSize = 2, WarmupSteps = 0, Layers = layers, TrainFrom = trainFrom, WeightDecay = 0.1 };
        using var trainer = new Trainer(detector, options, 4);
        Step(data, detector, options, trainer, 1, epoch: 1);
        AssertMoved(before, detector, trained.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_phase_trains_what_the_phase_before_left_alone_and_can_give_it_up_again()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(1);
        var options = s_options with { Layers = "heads:1,all:2,heads" };
        using var trainer = new Trainer(detector, options, 3);
        string[] all = ["conv1", "bn1", "layer1", "layer2", "layer3", "layer4"];
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            var before = SmallTraining.Weights(detector);
            Step(data, detector, options, trainer, epoch, epoch);
            AssertMoved(before, detector, epoch == 2 ? all : []);
        }
    }

    [Theory]
    [InlineData(3)] // between two phases, before the validation
    [InlineData(4)] // in the middle of a phase
    [InlineData(6)]
    public void A_staged_training_that_stopped_goes_on_as_if_it_had_not(int stopAfter)
    {
        using var data = new SmallTraining(6);
        var straight = Train(data, data.File("straight"), 1, resume: false, new TrainingRecorder());
        using var stop = new CancellationTokenSource();
        var first = new TrainingRecorder(step => { if (step.Step == stopAfter) stop.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => Train(data, data.File("stopped"), 1, resume: false, first, stop.Token));
        var resumed = Train(data, data.File("stopped"), 99, resume: true, new TrainingRecorder());
        foreach (var (name, values) in straight) Assert.Equal(values, resumed[name]);
    }

    [Fact]
    public void A_checkpoint_of_other_layers_is_another_training()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(1);
        var options = s_options with { Epochs = 1 };
        new TrainingJob(detector, data.Training, null, options, new(data.File("run"))).Run(false, [], default);
        var error = Assert.Throws<InvalidDataException>(() =>
            new TrainingJob(detector, data.Training, null, options with { Layers = "all" }, new(data.File("run"))).Run(true, [], default));
        Assert.Contains("training.layers", error.Message, StringComparison.Ordinal);
    }

    private static void AssertMoved(IReadOnlyDictionary<string, float[]> before, Detector detector, string[] trained)
    {
        var parameters = detector.NamedParameters().Select(static p => p.Name).ToHashSet();
        foreach (var (name, now) in SmallTraining.Weights(detector))
        {
            var isTrained = !name.StartsWith(Body, StringComparison.Ordinal) || trained.Contains(name[Body.Length..].Split('.')[0]);
            if (!isTrained) Assert.True(before[name].SequenceEqual(now), $"{name} changed");
            else if (parameters.Contains(name)) Assert.False(before[name].SequenceEqual(now), $"{name} did not change");
        }
    }

    private static void Step(SmallTraining data, Detector detector, TrainingOptions options, Trainer trainer, int step, int epoch) =>
        trainer.Step(new BatchLoader(TrainingImage.From(data.Training), detector.Transform, options).Read(0, 0, default).First(), step, epoch, default);

    private static IReadOnlyDictionary<string, float[]> Train(
        SmallTraining data, string folder, int seed, bool resume, TrainingRecorder recorder, CancellationToken cancellation = default)
    {
        using var detector = SmallTraining.CreateDetector(seed);
        new TrainingJob(detector, data.Training, null, s_options, new(folder)).Run(resume, [recorder], cancellation);
        return SmallTraining.Weights(detector);
    }
}
