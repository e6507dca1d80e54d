using Gannet.Training.Augmentations;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;

namespace Gannet.Training.Tests;

[LeakCheck]
public sealed class TrainingJobTests
{
    // 7 images in batches of 2: 3 steps per epoch, with one image left out of each epoch.
    private static readonly TrainingOptions s_options = new() { Epochs = 2, BatchSize = 2, WarmupSteps = 2, Augmentation = new() { ColourJitter = 0.2 } };

    [Theory]
    [InlineData(2)] // in the middle of an epoch
    [InlineData(3)] // after the last step of an epoch, before its validation
    [InlineData(6)] // after the last step of all
    public void A_stopped_training_goes_on_as_if_it_had_not_stopped(int stopAfter)
    {
        using var data = new SmallTraining(7, validation: 1);
        var straight = Train(data, data.File("straight"), 1, resume: false, new TrainingRecorder());
        using var stop = new CancellationTokenSource();
        var first = new TrainingRecorder(step => { if (step.Step == stopAfter) stop.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => Train(data, data.File("stopped"), 1, resume: false, first, cancellation: stop.Token));
        Assert.Equal(stopAfter, first.Steps.Count);

        // Other initial weights: the checkpoint replaces them all.
        var second = new TrainingRecorder();
        var resumed = Train(data, data.File("stopped"), 99, resume: true, second);
        Assert.Equal(straight.Recorder.Losses, [.. first.Losses, .. second.Losses]);
        Assert.Equal(straight.Recorder.Epochs.Select(static e => (e.Epoch, e.Loss, e.ValidationLoss, e.Evaluation!.Coco.AP, e.IsBest)),
            first.Epochs.Concat(second.Epochs).Select(static e => (e.Epoch, e.Loss, e.ValidationLoss, e.Evaluation!.Coco.AP, e.IsBest)));
        foreach (var (name, values) in straight.Weights) Assert.Equal(values, resumed.Weights[name]);
        foreach (var file in (string[])["model.safetensors", "last.safetensors", "options.yaml", "evaluation.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(data.File("straight"), file)), File.ReadAllBytes(Path.Combine(data.File("stopped"), file)));
        Assert.Equal(8, File.ReadAllLines(Path.Combine(data.File("stopped"), "metrics.jsonl")).Length);
    }

    // Running statistics are state, too, and validation in between must not touch them; what dropout leaves out is drawn by libtorch.
    [Fact]
    public void A_stopped_training_of_batch_norms_with_dropout_goes_on_as_if_it_had_not_stopped()
    {
        using var data = new SmallTraining(7, validation: 1);
        string[] settings = ["backbone.norm.kind=batch", "head.dropout=0.5"];
        var straight = Train(data, data.File("straight"), 1, resume: false, new TrainingRecorder(), settings: settings);
        using var stop = new CancellationTokenSource();
        var first = new TrainingRecorder(step => { if (step.Step == 4) stop.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Train(data, data.File("stopped"), 1, resume: false, first, cancellation: stop.Token, settings: settings));
        var second = new TrainingRecorder();
        var resumed = Train(data, data.File("stopped"), 99, resume: true, second, settings: settings);
        Assert.Contains(straight.Weights.Keys, static name => name.EndsWith("running_var", StringComparison.Ordinal));
        Assert.Equal(straight.Recorder.Losses, [.. first.Losses, .. second.Losses]);
        SmallTraining.RequireSame(straight.Weights, resumed.Weights);
    }

    [Fact]
    public void A_stop_during_validation_saves_the_epochs_steps()
    {
        using var data = new SmallTraining(2, validation: 2);
        var folder = new RunFolder(data.File("run"));
        using var detector = SmallTraining.CreateDetector(1);
        using var stop = new CancellationTokenSource();
        var options = s_options with { Epochs = 1 };
        // The only step is done and reported; the stop is noticed by the first validation image at the latest.
        var recorder = new TrainingRecorder(_ => stop.CancelAfter(TimeSpan.Zero));
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new TrainingJob(detector, data.Training, data.Validation, options, folder).Run(false, [recorder, new TrainingRecorder(_ => stop.Token.WaitHandle.WaitOne())], stop.Token));
        Assert.True(File.Exists(folder.Checkpoint));
        Assert.False(File.Exists(folder.BestModel));
        new TrainingJob(detector, data.Training, data.Validation, options, folder).Run(true, [recorder], default);
        Assert.True(File.Exists(folder.BestModel));
        Assert.Single(recorder.Steps);
        Assert.Single(recorder.Epochs);
    }

    [Fact]
    public void A_validation_that_fails_does_not_cost_the_epoch()
    {
        using var data = new SmallTraining(2, validation: 1);
        var folder = new RunFolder(data.File("run"));
        using var detector = SmallTraining.CreateDetector(1);
        var recorder = new TrainingRecorder();
        var options = s_options with { Epochs = 1 };
        var missing = data.Validation! with { Images = [.. data.Validation!.Images.Select(p => p with { Path = data.File("missing.png") })] };
        Assert.Throws<InvalidDataException>(() => new TrainingJob(detector, data.Training, missing, options, folder).Run(false, [recorder], default));
        Assert.True(File.Exists(folder.LastModel));
        new TrainingJob(detector, data.Training, data.Validation, options, folder).Run(true, [recorder], default);
        Assert.Single(recorder.Steps);
        Assert.Single(recorder.Epochs);
    }

    [Fact]
    public void One_seed_gives_one_training_and_another_another()
    {
        using var data = new SmallTraining(4);
        var options = s_options with { MaxSteps = 2 };
        var a = Train(data, data.File("a"), 1, false, new TrainingRecorder(), options: options);
        var b = Train(data, data.File("b"), 1, false, new TrainingRecorder(), options: options);
        var c = Train(data, data.File("c"), 1, false, new TrainingRecorder(), options: options with { Seed = 2 });
        Assert.Equal(2, a.Recorder.Steps.Count);
        Assert.Equal(a.Recorder.Losses, b.Recorder.Losses);
        Assert.NotEqual(a.Recorder.Losses, c.Recorder.Losses);
        foreach (var (name, values) in a.Weights) Assert.Equal(values, b.Weights[name]);
    }

    [Fact]
    public void Another_training_does_not_go_on_from_the_checkpoint()
    {
        using var data = new SmallTraining(4);
        var options = s_options with { MaxSteps = 1 };
        Train(data, data.File("run"), 1, false, new TrainingRecorder(), options: options);
        Refused("training.rate: 0.01 there, rate: 0.05 here", data, options with { Rate = 0.05 });

        using var more = new SmallTraining(5);
        Refused("data.pictures: 4 there, pictures: 5 here", more, options);

        var moved = data.Training with
        {
            Images = [.. data.Training.Images.Select(static p => p with { Annotations = [.. p.Annotations.Select(static a => a with { Label = 0 })] })],
        };
        using var detector = SmallTraining.CreateDetector(1);
        Assert.Contains("data.digest: ", Assert.Throws<InvalidDataException>(() =>
            new TrainingJob(detector, moved, null, options, new(data.File("run"))).Run(true, [], default)).Message, StringComparison.Ordinal);
        using var wider = SmallTraining.CreateDetector(1, "neck.channels=32");
        Assert.Contains("neck.channels: 64 there, channels: 32 here", Assert.Throws<InvalidDataException>(() =>
            new TrainingJob(wider, data.Training, null, options, new(data.File("run"))).Run(true, [], default)).Message, StringComparison.Ordinal);

        void Refused(string what, SmallTraining other, TrainingOptions changed)
        {
            var message = Assert.Throws<InvalidDataException>(() => Train(other, data.File("run"), 1, true, new TrainingRecorder(), options: changed)).Message;
            Assert.Contains($"was made with other options or data ({what})", message, StringComparison.Ordinal);
            Assert.Contains("checkpoint.safetensors", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Resuming_where_there_is_nothing_starts_anew_and_a_finished_training_stays_finished()
    {
        using var data = new SmallTraining(2);
        var options = s_options with { Epochs = 1 };
        var (recorder, weights) = Train(data, data.File("run"), 1, true, new TrainingRecorder(), options: options);
        Assert.Single(recorder.Steps);
        var again = Train(data, data.File("run"), 1, true, new TrainingRecorder(), options: options);
        Assert.Empty(again.Recorder.Steps);
        foreach (var (name, values) in weights) Assert.Equal(values, again.Weights[name]);
    }

    [Fact]
    public void Two_trainings_do_not_write_to_one_folder_and_leftovers_of_killed_ones_are_removed()
    {
        using var data = new SmallTraining(2);
        var options = s_options with { Epochs = 1 };
        var folder = new RunFolder(data.File("run")).Create();
        var left = Path.Combine(folder.Path, $".model.safetensors.{Guid.NewGuid():N}.tmp");
        File.WriteAllText(left, "half");
        Exception? second = null;
        var recorder = new TrainingRecorder(_ =>
            second = Record.Exception(() => Train(data, folder.Path, 1, false, new TrainingRecorder(), options: options)));
        Train(data, folder.Path, 1, false, recorder, options: options);
        Assert.Contains("another training is writing to this folder", Assert.IsType<InvalidDataException>(second).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(folder.BestModel));
        Train(data, folder.Path, 1, false, new TrainingRecorder(), options: options); // the lock is free again
    }

    [Fact]
    public void Changed_pixels_are_another_training_and_a_copy_of_the_data_is_not()
    {
        using var data = new SmallTraining(4);
        var options = s_options with { MaxSteps = 1 };
        Train(data, data.File("run"), 1, false, new TrainingRecorder(), options: options);

        var copy = data.Training with { Images = [.. data.Training.Images.Select((p, k) => p with { Path = Copy(p.Path, data.File($"copy{k}.png")) })] };
        using var detector = SmallTraining.CreateDetector(1);
        new TrainingJob(detector, copy, null, options, new(data.File("run"))).Run(true, [], default);

        File.Copy(data.Training.Images[1].Path, copy.Images[0].Path, overwrite: true);
        Assert.Contains("data.pixels: ", Assert.Throws<InvalidDataException>(() =>
            new TrainingJob(detector, copy, null, options, new(data.File("run"))).Run(true, [], default)).Message, StringComparison.Ordinal);

        static string Copy(string from, string to)
        {
            File.Copy(from, to);
            return to;
        }
    }

    [Fact]
    public void A_finished_training_goes_on_for_more_epochs_and_not_for_fewer()
    {
        using var data = new SmallTraining(2);
        var options = s_options with { Epochs = 1 };
        Train(data, data.File("run"), 1, false, new TrainingRecorder(), options: options);
        var (recorder, _) = Train(data, data.File("run"), 1, true, new TrainingRecorder(), options: options with { Epochs = 3 });
        Assert.Equal([2, 3], recorder.Steps.Select(static s => s.Step));
        Assert.Equal([2, 3], recorder.Epochs.Select(static e => e.Epoch));
        Assert.Equal(new(1, 3, 1, ProlongedFrom: 1), Assert.Single(recorder.Resumed));
        // The rates are those of a three-epoch training.
        Assert.Equal(Enumerable.Range(2, 2).Select(new RateSchedule(options with { Epochs = 3 }, 3).RateAt), recorder.Steps.Select(static s => s.Rate));
        Assert.Contains("training.epochs: 3 there, epochs: 2 here", Assert.Throws<InvalidDataException>(() =>
            Train(data, data.File("run"), 1, true, new TrainingRecorder(), options: options with { Epochs = 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_vanishes_is_replaced_the_same_each_time_and_said_once()
    {
        using var data = new SmallTraining(7, validation: 2);
        var gone = data.Training.Images[3].Path;
        var training = data.Training with { Images = [.. data.Training.Images.Select(p => p.Path == gone ? p with { Path = data.File("gone.png") } : p)] };
        var validation = data.Validation! with { Images = [data.Validation!.Images[0], data.Validation.Images[1] with { Path = data.File("too.png") }] };
        var (first, second) = (Run("a"), Run("b"));
        Assert.Equal(first.Losses, second.Losses);
        Assert.Equal(6, first.Steps.Count);
        Assert.Equal([data.File("gone.png"), data.File("too.png")], first.Skipped.Select(static p => p.File).Order());
        Assert.All(first.Epochs, static e => Assert.Equal(1, e.Evaluation!.Images));
        Assert.Throws<FileNotFoundException>(() => Run("c", strict: true));

        TrainingRecorder Run(string folder, bool strict = false)
        {
            using var detector = SmallTraining.CreateDetector(1);
            var recorder = new TrainingRecorder();
            new TrainingJob(detector, training, validation, s_options, new(data.File(folder)), strict: strict).Run(false, [recorder], default);
            return recorder;
        }
    }

    // The average has a state of its own, and what is validated and saved is the average.
    [Fact]
    public void A_stopped_training_with_an_average_goes_on_as_if_it_had_not_stopped()
    {
        using var data = new SmallTraining(7, validation: 1);
        var options = s_options with { EmaDecay = 0.9 };
        var straight = Train(data, data.File("straight"), 1, resume: false, new TrainingRecorder(), options: options);
        using var stop = new CancellationTokenSource();
        var first = new TrainingRecorder(step => { if (step.Step == 4) stop.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => Train(data, data.File("stopped"), 1, resume: false, first, options, stop.Token));
        var resumed = Train(data, data.File("stopped"), 99, resume: true, new TrainingRecorder(), options: options);
        foreach (var (name, values) in straight.Weights) Assert.Equal(values, resumed.Weights[name]);
        foreach (var file in (string[])["model.safetensors", "last.safetensors", "evaluation.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(data.File("straight"), file)), File.ReadAllBytes(Path.Combine(data.File("stopped"), file)));
        using var saved = Detection.Detector.Load(Path.Combine(data.File("straight"), "last.safetensors"));
        Assert.NotEqual(straight.Weights["rpn.head.cls_logits.bias"], SmallTraining.Weights(saved)["rpn.head.cls_logits.bias"]);
    }

    // The weights at the ends of the last epochs are those that observers see there.
    [Fact]
    public void The_last_model_is_the_mean_of_the_last_epochs_also_after_a_stop()
    {
        using var data = new SmallTraining(7, validation: 1);
        var options = s_options with { Epochs = 4, MaxSteps = 11, AverageLast = 3, RecomputeNorms = 0 }; // the last epoch has two steps of three
        var ends = new List<IReadOnlyDictionary<string, float[]>>();
        using (var detector = SmallTraining.CreateDetector(1))
        {
            var watcher = new TrainingRecorder(onEpoch: _ => ends.Add(SmallTraining.Weights(detector)));
            new TrainingJob(detector, data.Training, data.Validation, options, new(data.File("straight"))).Run(false, [watcher], default);
        }

        foreach (var stopAfter in (int[])[7, 11]) // within the averaged epochs, and before the last validation
        {
            var folder = data.File($"stopped{stopAfter}");
            using var stop = new CancellationTokenSource();
            var first = new TrainingRecorder(step => { if (step.Step == stopAfter) stop.Cancel(); });
            Assert.ThrowsAny<OperationCanceledException>(() => Train(data, folder, 1, resume: false, first, options, stop.Token));
            Train(data, folder, 99, resume: true, new TrainingRecorder(), options: options);
            foreach (var file in (string[])["model.safetensors", "last.safetensors", "evaluation.json", "checkpoint/checkpoint.safetensors"])
                Assert.Equal(File.ReadAllBytes(Path.Combine(data.File("straight"), file)), File.ReadAllBytes(Path.Combine(folder, file)));
        }

        using var saved = Detection.Detector.Load(Path.Combine(data.File("straight"), "last.safetensors"));
        Assert.Equal(4, ends.Count);
        SmallTraining.RequireSame(SmallTraining.Mean(ends[1..]), SmallTraining.Weights(saved));
    }

    [Fact]
    public void A_longer_training_averages_its_own_last_epochs()
    {
        using var data = new SmallTraining(2);
        var options = s_options with { Epochs = 2, AverageLast = 2 };
        Train(data, data.File("run"), 1, false, new TrainingRecorder(), options: options);
        var ends = new List<IReadOnlyDictionary<string, float[]>>();
        using var detector = SmallTraining.CreateDetector(1);
        var watcher = new TrainingRecorder(onEpoch: _ => ends.Add(SmallTraining.Weights(detector)));
        new TrainingJob(detector, data.Training, null, options with { Epochs = 4 }, new(data.File("run"))).Run(true, [watcher], default);
        using var saved = Detection.Detector.Load(Path.Combine(data.File("run"), "last.safetensors"));
        Assert.Equal(2, ends.Count);
        SmallTraining.RequireSame(SmallTraining.Mean(ends), SmallTraining.Weights(saved));
    }

    // Random changes and what was learnt before must not matter, and the training's own statistics stay.
    [Fact]
    public void Statistics_that_are_recomputed_at_the_end_are_the_same_after_a_stop()
    {
        using var data = new SmallTraining(7, validation: 1);
        var options = s_options with { AverageLast = 2, RecomputeNorms = 4 };
        const string batchNorm = "backbone.norm.kind=batch", statistic = "backbone.body.bn1.running_var";
        var straight = Train(data, data.File("straight"), 1, resume: false, new TrainingRecorder(), options, settings: batchNorm);
        using var stop = new CancellationTokenSource();
        var first = new TrainingRecorder(step => { if (step.Step == 6) stop.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => Train(data, data.File("stopped"), 1, resume: false, first, options, stop.Token, batchNorm));
        var resumed = Train(data, data.File("stopped"), 99, resume: true, new TrainingRecorder(), options: options, settings: batchNorm);
        foreach (var (name, values) in straight.Weights) Assert.Equal(values, resumed.Weights[name]);
        foreach (var file in (string[])["model.safetensors", "last.safetensors", "evaluation.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(data.File("straight"), file)), File.ReadAllBytes(Path.Combine(data.File("stopped"), file)));
        using var saved = Detection.Detector.Load(Path.Combine(data.File("straight"), "last.safetensors"));
        Assert.NotEqual(straight.Weights[statistic], SmallTraining.Weights(saved)[statistic]);
        var kept = Train(data, data.File("without"), 1, resume: false, new TrainingRecorder(), options with { AverageLast = 0, RecomputeNorms = 0 }, settings: batchNorm);
        foreach (var (name, values) in kept.Weights) Assert.Equal(values, straight.Weights[name]);
    }

    [Fact]
    public void The_options_file_is_a_preset_that_repeats_the_training()
    {
        using var data = new SmallTraining(4);
        var options = s_options with { Epochs = 1, EmaDecay = 0.5, Decay = RateDecay.Cosine, Minutes = null };
        Train(data, data.File("run"), 1, false, new TrainingRecorder(), options: options);
        var preset = Path.Combine(data.File("run"), "options.yaml");
        Assert.Equal(
            Detection.Models.OptionsYaml.Write(options),
            Detection.Models.OptionsYaml.Write(Training.Setup.DetectorSetup.Training(preset, [])));
        using var detector = SmallTraining.CreateDetector(1);
        Assert.Equal(
            Detection.Models.OptionsYaml.Write(detector.Options),
            Detection.Models.OptionsYaml.Write(Training.Setup.DetectorSetup.DetectorOptions(preset, [])));
    }

    // At a rate of zero nothing gets better: the first score stays the best only if later ones are lower, equal ones count as better.
    [Fact]
    public void Validations_without_a_better_score_end_the_training()
    {
        using var data = new SmallTraining(2, validation: 1);
        var scores = new List<double>();
        var recorder = new TrainingRecorder(onEpoch: e => scores.Add(e.Evaluation!.Score));
        Train(data, data.File("run"), 1, false, recorder, options: s_options with { Epochs = 40, Patience = 2, Rate = 0.02 });
        // What follows from the scores, whatever they are.
        var (best, stale, expected) = (double.NegativeInfinity, 0, 0);
        while (expected < scores.Count && stale < 2)
        {
            stale = scores[expected] >= best ? 0 : stale + 1;
            best = Math.Max(best, scores[expected++]);
        }

        Assert.Equal(expected, scores.Count);
        Assert.True(stale == 2 || scores.Count == 40);
        var again = new TrainingRecorder();
        Train(data, data.File("run"), 1, true, again, options: s_options with { Epochs = 40, Patience = 2, Rate = 0.02 });
        Assert.Empty(again.Steps);
    }

    // A weight is made NaN after the first step, and put right when that is noticed.
    [Fact]
    public void A_step_that_is_not_finite_ends_the_training_or_is_left_out_without_a_trace()
    {
        using var data = new SmallTraining(4);
        var options = new TrainingOptions { Epochs = 1, BatchSize = 1 };
        Assert.Throws<NonFiniteLossException>(() => Run(options, "a", isMended: true));
        var (recorder, weights) = Run(options with { OnNan = NonFiniteAction.Skip }, "b", isMended: true);
        Assert.Contains("is NaN at step 2, pictures ", Assert.Single(recorder.LeftOut), StringComparison.Ordinal);
        Assert.Equal([1, 3, 4], recorder.Steps.Select(static s => s.Step));
        Assert.All(weights.Values.SelectMany(static v => v), static v => Assert.True(float.IsFinite(v)));
        Assert.Throws<NonFiniteLossException>(() => Run(options with { OnNan = NonFiniteAction.Skip, Epochs = 5 }, "c", isMended: false)); // ten in a row

        (TrainingRecorder Recorder, IReadOnlyDictionary<string, float[]> Weights) Run(TrainingOptions chosen, string folder, bool isMended)
        {
            using var detector = SmallTraining.CreateDetector(1, "backbone.norm.kind=batch");
            var weight = detector.State().Single(static s => s.Name == "backbone.body.conv1.weight").Tensor;
            var good = weight.ToArray<float>();
            var recorder = new TrainingRecorder(
                step => { if (step.Step == 1) weight.AsSpan<float>().Fill(float.NaN); },
                onLeftOut: () => { if (isMended) good.CopyTo(weight.AsSpan<float>()); });
            new TrainingJob(detector, data.Training, null, chosen, new(data.File(folder))).Run(false, [recorder], default);
            return (recorder, SmallTraining.Weights(detector));
        }
    }

    [Fact]
    public void As_many_checkpoints_are_kept_as_asked_for_and_an_older_one_serves_if_the_last_is_missing()
    {
        using var data = new SmallTraining(2, validation: 1); // two checkpoints per epoch: before and after its validation
        var options = s_options with { Epochs = 3, Keep = 3 };
        var straight = Train(data, data.File("run"), 1, false, new TrainingRecorder(), options: options);
        var folder = new RunFolder(data.File("run"));
        string[] Files() => [.. Directory.GetFiles(Path.GetDirectoryName(folder.Checkpoint)!).Select(static f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["checkpoint-000004.safetensors", "checkpoint-000005.safetensors", "checkpoint.safetensors"], Files());
        File.Delete(folder.Checkpoint);
        var resumed = Train(data, data.File("run"), 99, true, new TrainingRecorder(), options: options);
        foreach (var (name, values) in straight.Weights) Assert.Equal(values, resumed.Weights[name]);
        Assert.Equal(3, Files().Length);
    }

    [Fact]
    public void A_training_by_time_takes_the_planned_steps_validates_at_the_end_and_resumes_with_its_plan()
    {
        using var data = new SmallTraining(7, validation: 1);
        var options = s_options with { Minutes = 4, Decay = RateDecay.Cosine };
        var straight = Run("straight", null);
        // Of 240 seconds, those for two validations of one picture are reserved: each a third of the time of a picture's step.
        Assert.Equal(23, straight.Recorder.Steps.Count); // ten seconds each
        Assert.Equal(23, straight.Recorder.Steps[^1].Steps);
        Assert.NotNull(straight.Recorder.Epochs[^1].Evaluation);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Run("stopped", stop));
        var resumed = Run("stopped", null);
        Assert.Equal(straight.Recorder.Losses.Skip(14), resumed.Recorder.Losses);
        foreach (var (name, values) in straight.Weights) Assert.Equal(values, resumed.Weights[name]);

        (TrainingRecorder Recorder, IReadOnlyDictionary<string, float[]> Weights) Run(string folder, CancellationTokenSource? stopped)
        {
            using var detector = SmallTraining.CreateDetector(1);
            var clock = new StepClock();
            var recorder = new TrainingRecorder(step =>
            {
                clock.Seconds += 10;
                if (step.Step == 14) stopped?.Cancel();
            });
            new TrainingJob(detector, data.Training, data.Validation, options, new(data.File(folder)), time: clock)
                .Run(true, [recorder], stopped?.Token ?? default);
            return (recorder, SmallTraining.Weights(detector));
        }
    }

    private static (TrainingRecorder Recorder, IReadOnlyDictionary<string, float[]> Weights) Train(
        SmallTraining data, string folder, int seed, bool resume, TrainingRecorder recorder, TrainingOptions? options = null, CancellationToken cancellation = default,
        params string[] settings)
    {
        using var detector = SmallTraining.CreateDetector(seed, settings);
        new TrainingJob(detector, data.Training, data.Validation, options ?? s_options, new(folder)).Run(resume, [recorder], cancellation);
        return (recorder, SmallTraining.Weights(detector));
    }
}
