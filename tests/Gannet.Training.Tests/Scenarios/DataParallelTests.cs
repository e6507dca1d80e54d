using System.Text;
using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Detection;
using Gannet.Evaluation;
using Gannet.Torch;
using Gannet.Torch.Distributed;
using Gannet.Training.Loading;
using Gannet.Training.Observers;
using Gannet.Training.Optimization;
using Gannet.Training.Validation;

namespace Gannet.Training.Tests.Scenarios;

/// <summary>The number of workers does not change what is learnt, scored or written. The workers are threads of this process.</summary>
[LeakCheck]
public sealed class DataParallelTests(DataParallelTests.Pictures pictures) : IClassFixture<DataParallelTests.Pictures>
{
    private const int Steps = 10, FewSteps = 3, Side = 64;

    private static readonly Lock s_generator = new();

    // Images of several shapes and sizes need padding. The rate is small: at the start all scores are nearly equal, so that last bits would soon
    // choose other proposals, and the trainings would go apart for a reason that has nothing to do with the workers. Over more than a few steps the
    // two stages are therefore trained one at a time.
    private static readonly TrainingOptions s_options = new()
    {
        BatchSize = 4,
        Rate = 1e-4,
        WarmupSteps = 2,
        GroupByAspect = false,
        Augmentation = new() { ColourJitter = .2, ScaleJitter = [.7, 1], Crop = .5, Scales = [.8, 1] },
    };

    [WorldFact]
    public void Workers_learn_what_one_process_learns() => RequireSame(s_options, Steps, [2, 4], 1e-6, "proposals.kind=random");

    [WorldTheory]
    [InlineData("head.kind=none")]
    [InlineData("head.kind=position_sensitive", "regions=ps_roi_pool", "regions.size=3", "head.map_kernel=3", "head.box_slots=agnostic", "head.hard_examples=16")]
    [InlineData("head.box_slots=agnostic", "head.cascade=[{}, {foreground_iou: 0.7, box_weights: [30, 30, 15, 15]}]", "masks={channels: 8, convolutions: 1}")]
    [InlineData("proposals.focal_gamma=2", "head.class_weights=[0.5, 1, 2, 1, 1, 1]", "head.box_loss.normalizer=positives", "head.box_loss=giou")]
    public void Whatever_the_stages_are(params string[] settings) => RequireSame(s_options, FewSteps, [2], 1e-6, settings);

    // Made once: no test changes them.
    public sealed class Pictures : IDisposable
    {
        internal SmallTraining Data { get; } = new(8, validation: 2);

        public void Dispose() => Data.Dispose();
    }

    [WorldFact]
    public void Gradients_are_accumulated_over_the_parts_of_every_batch() => RequireSame(s_options with { Accumulate = 2 }, FewSteps, [2], 1e-6);

    [WorldFact]
    public void Norms_that_learn_can_see_the_whole_batch() =>
        RequireSame(s_options with { SyncNorm = true, Augmentation = new() }, Steps, [2, 4], 1e-5, "backbone.norm.kind=batch", "head.kind=none");

    [WorldFact]
    public void Without_common_statistics_they_see_their_part()
    {
        var (data, options) = (pictures.Data, s_options with { Augmentation = new() });
        string[] settings = ["backbone.norm.kind=batch", "head.kind=none"];
        Assert.True(Distance(Learn(data, options, FewSteps, null, settings).Weights, Learn(data, options, FewSteps, 2, settings).Weights) > 1e-4);
    }

    // Both workers must hear of it before one of them waits for the other's gradients.
    [WorldTheory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_loss_that_is_not_finite_on_one_worker_stops_all(int logInterval)
    {
        var data = pictures.Data;
        var messages = new string[2];
        LocalWorld.Run(2, group =>
        {
            using var detector = Detector();
            using var trainer = new Trainer(detector, s_options with { OnNan = NonFiniteAction.Skip, LogInterval = logInterval }, 10, null, group);
            var before = SmallTraining.Weights(detector);
            var batch = Loader(data, detector, s_options, group).Read(0, 0, default).First();
            if (group.Rank == 1) Array.Fill(batch.Batch.Images.Pixels, float.NaN);
            // The sizes of these parts are equal: nothing is scaled at random in this batch's own size.
            messages[group.Rank] = Assert.Throws<NonFiniteLossException>(() =>
            {
                trainer.Accumulate(batch, 1, 1, default);
                trainer.Update();
                trainer.Flush();
            }).Message;
            SmallTraining.RequireSame(before, SmallTraining.Weights(detector));
        });
        Assert.Equal(messages[0], messages[1]);
        Assert.Contains(" at step 1, pictures ", messages[0], StringComparison.Ordinal);
        Assert.Equal(4, messages[0].Split(".png").Length - 1);
    }

    [WorldFact]
    public void Detections_and_losses_are_those_of_one_process_bit_for_bit()
    {
        using var data = new SmallTraining(1, validation: 7);
        File.WriteAllText(data.Validation!.Images[2].Path, "no picture");
        using var single = Detector("masks={channels: 16}");
        var problems = new List<DataProblem>();
        var expected = DetectorEvaluator.Detect(single, data.Validation, problems, null, default);
        var scores = Scores(expected.Dataset, expected.Found);
        var images = TrainingImage.From(data.Validation);
        var losses = DetectorEvaluator.ComputeLosses(single, images, default);
        LocalWorld.Run(3, group =>
        {
            using var detector = Detector("masks={channels: 16}");
            group.Broadcast(detector);
            var own = new List<DataProblem>();
            var (dataset, found) = DetectorEvaluator.Detect(detector, data.Validation, own, null, default, null, group);
            Assert.Equal(problems, own);
            Assert.Equal(expected.Dataset.Images, dataset.Images);
            Assert.Equal(expected.Found.Count, found.Count);
            for (var k = 0; k < found.Count; k++)
            {
                Assert.Equal(expected.Found[k].Select(static d => d with { Mask = null }), found[k].Select(static d => d with { Mask = null }));
                Assert.Equal(expected.Found[k].Select(static d => d.Mask!.Counts), found[k].Select(static d => d.Mask!.Counts));
            }

            Assert.Equal(scores, Scores(dataset, found));
            Assert.Equal(losses, DetectorEvaluator.ComputeLosses(detector, images, new Training.Distributed.World(group), default));
        });
    }

    // 2 workers, then 1, then 4, each going on from the checkpoint of the one before.
    [WorldFact]
    public void A_training_goes_on_with_another_number_of_workers()
    {
        var data = pictures.Data;
        var options = s_options with { Epochs = 3, Patience = 3, EmaDecay = .5 };
        var straight = new TrainingRecorder();
        Run(data, "straight", options, null, resume: false, straight, default);

        var parts = new List<TrainingRecorder>();
        foreach (var (workers, stopAfter) in ((int?, int)[])[(2, 2), (null, 3), (4, 0)])
        {
            using var stop = new CancellationTokenSource();
            var recorder = new TrainingRecorder(step => { if (step.Step == stopAfter) stop.Cancel(); });
            var resume = parts.Count > 0;
            if (stopAfter > 0) Assert.ThrowsAny<OperationCanceledException>(() => Run(data, "parts", options, workers, resume, recorder, stop.Token));
            else Run(data, "parts", options, workers, resume, recorder, stop.Token);
            parts.Add(recorder);
        }

        Assert.Equal(Enumerable.Range(1, 6), parts.SelectMany(static p => p.Steps).Select(static s => s.Step));
        foreach (var (expected, actual) in straight.Steps.Zip(parts.SelectMany(static p => p.Steps)))
        {
            Assert.Equal(expected.Loss, actual.Loss, 1e-4 * expected.Loss);
            Assert.Equal(expected.Metrics["accuracy"], actual.Metrics["accuracy"], 1e-6);
        }

        Assert.Equal(straight.Epochs.Select(static e => e.Epoch), parts.SelectMany(static p => p.Epochs).Select(static e => e.Epoch));
        using var one = Gannet.Detection.Detector.Load(new RunFolder(data.File("straight")).LastModel);
        using var several = Gannet.Detection.Detector.Load(new RunFolder(data.File("parts")).LastModel);
        Assert.True(Distance(SmallTraining.Weights(one), SmallTraining.Weights(several)) < 1e-6);
        Assert.Equal(
            Directory.GetFiles(data.File("straight"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(),
            Directory.GetFiles(data.File("parts"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
    }

    [WorldFact]
    public void What_one_worker_cannot_read_is_reported_once_or_stops_all()
    {
        using var data = new SmallTraining(4);
        var bad = data.Training.Images[1].Path;
        File.WriteAllText(bad, "no picture");
        var recorder = new TrainingRecorder();
        Run(data, "run", s_options with { Epochs = 2 }, 2, resume: false, recorder, default);
        Assert.Equal(bad, Assert.Single(recorder.Skipped).File);
        Assert.Equal(2, recorder.Steps.Count);

        var errors = LocalWorld.RunAll(2, LocalWorld.Timeout, group => Train(data, "strict", s_options, group, resume: false, [], default, strict: true));
        Assert.All(errors, error => Assert.Contains(bad, Assert.IsType<InvalidDataException>(error).Message, StringComparison.Ordinal));
    }

    [WorldFact]
    public void A_batch_that_cannot_be_divided_is_refused() => LocalWorld.Run(3, group =>
    {
        using var detector = Detector();
        Assert.Contains("cannot be divided evenly among 3 workers", Assert.Throws<InvalidOptionException>(() =>
            new Trainer(detector, s_options, 1, null, group)).Message, StringComparison.Ordinal);
    });

    // As they are written to the file.
    private static string Scores(AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> found)
    {
        using var memory = new MemoryStream();
        EvaluationReportWriter.Write(memory, EvaluationReport.Compute(dataset, found, masksToo: true));
        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private void RequireSame(TrainingOptions options, int steps, int[] workers, double tolerance, params string[] settings)
    {
        var one = Learn(pictures.Data, options, steps, null, settings);
        foreach (var size in workers)
        {
            var several = Learn(pictures.Data, options, steps, size, settings);
            var distance = Distance(one.Weights, several.Weights);
            var apart = one.Reports.Zip(several.Reports, static (a, b) => $"{Math.Abs(a.Loss - b.Loss) / a.Loss:E1}");
            Assert.True(distance <= tolerance, $"{size}: the weights differ by {distance:G3}, the losses of the steps by {string.Join(", ", apart)}");
            // A wrong divisor would show in the way that the weights have gone. It is short; that they are rounded is a thousandth of it.
            var way = Distance(one.Weights, one.Before);
            Assert.True(distance <= 1e-2 * way, $"{size}: the weights differ by {distance:G3} after a way of {way:G3}");
            foreach (var (expected, actual) in one.Reports.Zip(several.Reports)) RequireSame(expected, actual);
        }
    }

    private static void RequireSame(StepReport expected, StepReport actual)
    {
        Assert.Equal(expected.Losses.Keys, actual.Losses.Keys);
        foreach (var (name, value) in expected.Losses) Assert.Equal(value, actual.Losses[name], 1e-4 * Math.Max(1, value));
        Assert.Equal(expected.Metrics.Keys.Order(), actual.Metrics.Keys.Order());
        foreach (var (name, value) in expected.Metrics) Assert.Equal(value, actual.Metrics[name], 1e-6);
        // Later, weights differ in their last bits, and a unit that is on in one training and off in the other changes the gradient at once.
        if (expected.Step == 1) Assert.Equal(expected.GradientNorm, actual.GradientNorm, 1e-3 * expected.GradientNorm);
    }

    private sealed record Learnt(IReadOnlyDictionary<string, float[]> Before, IReadOnlyDictionary<string, float[]> Weights, List<StepReport> Reports);

    private static Learnt Learn(SmallTraining data, TrainingOptions options, int steps, int? workers, string[] settings)
    {
        Learnt? first = null;
        if (workers is { } size) LocalWorld.Run(size, group => Take(LearnIn(group, data, options, steps, settings), group.Rank));
        else first = LearnIn(null, data, options, steps, settings);
        return first!;

        void Take(Learnt own, int rank)
        {
            if (rank == 0) first = own;
        }
    }

    private static Learnt LearnIn(ProcessGroup? group, SmallTraining data, TrainingOptions options, int steps, string[] settings)
    {
        using var detector = Detector(settings);
        using var trainer = new Trainer(detector, options, steps, null, group);
        var (before, reports) = (SmallTraining.Weights(detector), new List<StepReport>());
        var batches = new Training.Distributed.SharedBatches(new(group), Loader(data, detector, options, group));
        for (var (epoch, step) = (0, 1); step <= steps; epoch++)
        {
            var part = 0;
            foreach (var batch in batches.Read(epoch, 0, static () => false, default))
            {
                trainer.Accumulate(batch, step, epoch + 1, default);
                if (++part % options.Accumulate != 0) continue;
                reports.AddRange(trainer.Update());
                if (++step > steps) break;
            }
        }

        return new(before, SmallTraining.Weights(detector), reports);
    }

    private static BatchLoader Loader(SmallTraining data, Detector detector, TrainingOptions options, ProcessGroup? group) =>
        new(TrainingImage.From(data.Training), detector.Transform, options) { Part = new Training.Distributed.World(group).Part };

    private static void Run(
        SmallTraining data, string folder, TrainingOptions options, int? workers, bool resume, TrainingRecorder recorder, CancellationToken cancellation)
    {
        // Only the first worker's observers are told.
        if (workers is { } size) LocalWorld.Run(size, group => Train(data, folder, options, group, resume, [recorder], group.Rank == 0 ? cancellation : default));
        else Train(data, folder, options, null, resume, [recorder], cancellation);
    }

    private static void Train(
        SmallTraining data, string folder, TrainingOptions options, ProcessGroup? group, bool resume, IReadOnlyList<ITrainingObserver> observers,
        CancellationToken cancellation, bool strict = false)
    {
        using var detector = Detector();
        new TrainingJob(detector, data.Training, data.Validation, options, new(data.File(folder)), strict: strict, group: group).Run(resume, observers, cancellation);
    }

    // One at a time: initial weights are drawn from the process's generator. Proposals need scores and overlaps; of a few, none is chosen by its
    // last bits.
    private static Detector Detector(params string[] settings)
    {
        lock (s_generator)
        {
            return SmallTraining.CreateDetector(1,
            [
                $"transform.min_size={Side}", $"transform.max_size={Side}", "neck.channels=32", "head.width=32", "proposals.before_nms_training=50",
                "proposals.after_nms_training=20", "proposals.samples=32", "head.samples=16", .. settings,
            ]);
        }
    }

    // The length of the difference of all weights, relative to the length of the weights.
    private static double Distance(IReadOnlyDictionary<string, float[]> expected, IReadOnlyDictionary<string, float[]> actual)
    {
        var (difference, length) = (0.0, 0.0);
        foreach (var (name, values) in expected.Where(static pair => !pair.Key.Contains("num_batches", StringComparison.Ordinal)))
        {
            for (var k = 0; k < values.Length; k++)
            {
                difference += (values[k] - (double)actual[name][k]) * (values[k] - (double)actual[name][k]);
                length += (double)values[k] * values[k];
            }
        }

        return Math.Sqrt(difference / length);
    }
}
