using Gannet.Detection;
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Torch.Optim;
using Gannet.Training.Augmentations;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;

namespace Gannet.Training.Tests;

/// <summary>A program's own optimizer, schedule and augmentation, named by options.</summary>
[LeakCheck]
public sealed class TrainingPartsTests
{
    [Fact]
    public void Own_parts_train_where_options_name_them()
    {
        using var data = new SmallTraining(2);
        var darkened = 0;
        var parts = TrainingParts.BuiltIn
            .With("plain", static (groups, _) => new Plain(groups))
            .With("halving", static (options, _) => new Halving(options.Rate))
            .With("darken", _ => new Darken(() => Interlocked.Increment(ref darkened)));
        var options = new TrainingOptions
        {
            MaxSteps = 2,
            BatchSize = 2,
            Rate = 0.5,
            Optimizer = OptimizerKind.Named("plain"),
            Decay = RateDecay.Named("halving"),
            Augmentation = new() { Own = ["darken"] },
        };
        using var detector = SmallTraining.CreateDetector(seed: 1);
        var recorder = new TrainingRecorder();
        new TrainingJob(detector, data.Training, null, options, new(data.File("run")), parts).Run(false, [recorder], default);
        Assert.Equal([0.25, 0.125], recorder.Steps.Select(static step => step.Rate));
        Assert.True(darkened >= 4, "every picture passes the augmentation");
    }

    [Fact]
    public void A_name_that_nobody_gave_is_refused()
    {
        using var detector = SmallTraining.CreateDetector(seed: 1);
        var options = new TrainingOptions { Optimizer = OptimizerKind.Named("adamw") };
        var error = Assert.Throws<InvalidOptionException>(() => new Trainer(detector, options, 1));
        Assert.Contains("did you mean 'adam", error.Message, StringComparison.Ordinal);
    }

    private sealed class Plain(IReadOnlyList<ParameterGroup> groups) : Optimizer(groups)
    {
        protected override void Update(NamedTensor parameter, Tensor gradient, double rate, double weightDecay) =>
            parameter.Tensor.AddInPlace(gradient, -1e-4 * rate);
    }

    private sealed class Halving(double rate) : IRateSchedule
    {
        public double RateAt(int step) => rate / (1 << step);
    }

    private sealed class Darken(Action called) : IAugmentation
    {
        public AugmentedImage Apply(Image picture, GroundTruth truth, Random random)
        {
            called();
            foreach (ref var value in picture.Pixels.AsSpan()) value /= 2;
            return new(picture, truth, IsFlipped: false);
        }
    }
}
