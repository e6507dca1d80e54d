using Gannet.Detection;
using Gannet.Torch;
using Gannet.Torch.Optim;
using Gannet.Training.Checkpoints;
using Gannet.Training.Loading;
using Gannet.Training.Observers;
using Gannet.Training.Optimization;

namespace Gannet.Training.Tests.Scenarios;

/// <summary>Training on a CUDA device, and from one device to another.</summary>
[LeakCheck]
public sealed class TrainingPlacementTests
{
    private const int Steps = 20;

    [CudaTheory]
    [Trait("Device", "Cuda")]
    [InlineData("sgd", 1)]
    [InlineData("nadam", 5)]
    public void Steps_on_a_device_learn(string optimizer, int logInterval)
    {
        TorchRuntime.AllowTensorFloat32 = false;
        using var data = new SmallTraining(2);
        var options = new TrainingOptions { BatchSize = 2, WarmupSteps = 0, Optimizer = OptimizerKind.Named(optimizer), Rate = 1e-3, LogInterval = logInterval };
        var expected = Train(data, options, Device.Cpu, steps: 1);
        var actual = Train(data, options, Device.Cuda(), steps: Steps);

        Assert.Equal(Steps, actual.Count);
        // Both devices sample the same first-stage anchors; proposals with nearly equal scores may swap places.
        foreach (var name in (string[])["objectness", "proposal_box"]) Assert.Equal(expected[0].Losses[name], actual[0].Losses[name], 1e-3);
        Assert.All(actual, static report => Assert.True(double.IsFinite(report.Loss) && report.GradientNorm > 0));
        // The same two images in every step: on a CPU the loss falls to less than half.
        Assert.InRange(actual.TakeLast(5).Average(static report => report.Loss), 0, 0.7 * actual[0].Loss);
    }

    [CudaFact]
    [Trait("Device", "Cuda")]
    public void A_checkpoint_goes_on_on_another_device()
    {
        using var folder = new TemporaryFolder();
        using var data = new SmallTraining(2);
        var options = new TrainingOptions { BatchSize = 2, WarmupSteps = 0, Optimizer = OptimizerKind.Adam, Rate = 1e-4 };
        foreach (var (from, to) in ((Device, Device)[])[(Device.Cuda(), Device.Cpu), (Device.Cpu, Device.Cuda())])
        {
            using var first = SmallTraining.CreateDetector(seed: 1).To(from);
            using var before = new Trainer(first, options, 10);
            before.Step(Batch(data, first, options), 1, 1, default);
            new Checkpoint(1, 0, null, 0, "options").Save(folder.File("c"), first, before.Optimizer);

            using var second = SmallTraining.CreateDetector(seed: 2).To(to);
            using var after = new Trainer(second, options, 10);
            Checkpoint.Load(folder.File("c"), second, after.Optimizer, "options");
            Assert.All(SmallTraining.Weights(first), w => Assert.Equal(w.Value, SmallTraining.Weights(second)[w.Key]));
            AssertSame(before.Optimizer, after.Optimizer);
            Assert.True(double.IsFinite(after.Step(Batch(data, second, options), 2, 1, default).Loss));
        }
    }

    private static List<StepReport> Train(SmallTraining data, TrainingOptions options, Device device, int steps)
    {
        using var detector = SmallTraining.CreateDetector(seed: 1).To(device);
        using var trainer = new Trainer(detector, options, 10);
        List<StepReport> reports = [];
        for (var step = 1; step <= steps; step++)
        {
            trainer.Accumulate(Batch(data, detector, options), step, 1, default);
            reports.AddRange(trainer.Update());
        }

        reports.AddRange(trainer.Flush());
        Assert.All(detector.State(), s => Assert.Equal(device, s.Tensor.Device));
        return reports;
    }

    private static void AssertSame(Optimizer expected, Optimizer actual)
    {
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.NotEmpty(expected.State());
        foreach (var (e, a) in expected.State().Zip(actual.State()))
        {
            Assert.Equal(e.Name, a.Name);
            Assert.Equal(e.Tensor.ToArray<float>(), a.Tensor.ToArray<float>());
        }
    }

    private static LoadedBatch Batch(SmallTraining data, Detector detector, TrainingOptions options) =>
        new BatchLoader(TrainingImage.From(data.Training), detector.Transform, options).Read(0, 0, default).First();
}
