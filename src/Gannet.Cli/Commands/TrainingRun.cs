using System.Globalization;
using Gannet.Cli.Input;
using Gannet.Cli.Memory;
using Gannet.Cli.Output;
using Gannet.Cli.Progress;
using Gannet.Detection;
using Gannet.Torch.Distributed;
using Gannet.Training;
using Gannet.Training.Diagnosis;
using Gannet.Training.Loading;
using Gannet.Training.Observers;
using Gannet.Training.Profiling;
using Gannet.Training.Reports;
using Gannet.Training.Setup;

namespace Gannet.Cli.Commands;

/// <summary>Runs a training with progress on the terminal and a report at the end.</summary>
internal sealed class TrainingRun(
    CommandContext context, Detector detector, TrainingData data, TrainingOptions options, RunFolder folder, bool strict = false)
{
    /// <summary>Whether nothing but problems is printed.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>File for a trace of a few steps; null for none.</summary>
    public string? Profile { get; init; }

    /// <summary>Time that the command took before; it counts towards the minutes of the training.</summary>
    public TimeSpan UsedBefore { get; init; }

    /// <summary>The processes that train together; null for this one alone.</summary>
    public ProcessGroup? Group { get; init; }

    private bool IsFirst => Group is null or { Rank: 0 };

    /// <summary>Trains, then runs the best model on the validation pictures.</summary>
    /// <returns>What it detected there.</returns>
    public DetectedDataset Run(bool resume, CancellationToken cancellation)
    {
        var job = new TrainingJob(detector, data.Training, data.Validation, options, folder, strict: strict, time: context.Time, group: Group) { UsedBefore = UsedBefore };
        var pictures = data.Validation ?? data.Training with { Images = [.. data.Training.Images.Take(TrainingJob.ShownWithoutValidation)] };
        // A resumed training begins with weights that have learnt already.
        var before = !IsFirst || resume && folder.LatestCheckpoint is not null ? null : ExampleImages.FindBefore(detector, pictures, RunReport.Examples, RunReport.Before);
        var start = context.Time.GetTimestamp();
        var wait = IsQuiet ? TrainingProgress.Problems(context, Train) : TrainingProgress.Show(context, job.Steps, Train);
        var seconds = context.Time.GetElapsedTime(start).TotalSeconds;

        using var best = Detector.Load(folder.BestModel, detector.Device);
        var detected = DetectedDataset.Detect(IsQuiet ? context.Quiet() : context, best, pictures, strict, cancellation, group: Group);
        if (!IsFirst) return detected;
        RunReport.WriteTraining(
            folder, detector.Preset, data, options, seconds, detected, data.Validation is null ? null : detected.Evaluate(), Layers(best, cancellation), before);
        if (IsQuiet) return detected;
        context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Trained {job.Steps} steps in {seconds:F0} s, data wait {wait:P0}."));
        if (Group is { Gradients: { Steps: > 0 } exchanged })
        {
            context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Gradients: {exchanged.Bytes / exchanged.Steps / 1e6:F1} MB per step and process, summed in {exchanged.UnderWay.TotalSeconds / exchanged.Steps:F3} s per step, "
                + $"{exchanged.HiddenShare:P0} of it hidden behind the backward pass."));
        }

        context.Error.WriteLine($"Model: {folder.BestModel}; report: {Path.Combine(folder.Report, HtmlReport.FileName)}");
        return detected;

        void Train(ITrainingObserver progress)
        {
            var memory = new MemoryAfterEpoch(context.Time);
            if (!IsFirst)
            {
                job.Run(resume, [memory], cancellation);
                return;
            }

            using var events = new EventLog(folder.Events, data.Training.Classes, context.Time);
            using var profile = Profile is null ? null : new StepProfile(Profile);
            job.Run(resume, profile is null ? [progress, events, memory] : [progress, events, memory, profile], cancellation);
            if (profile is { IsWritten: true }) context.Error.WriteLine($"Trace: {Profile}; open it in chrome://tracing or ui.perfetto.dev");
        }
    }

    // Of one batch, without its random changes.
    private LayerStatistics? Layers(Detector best, CancellationToken cancellation)
    {
        var loader = new BatchLoader(TrainingImage.From(data.Training), best.Transform, options with { Accumulate = 1, Augmentation = new() { Flip = 0 } });
        return loader.Read(epoch: 0, first: 0, cancellation).Select(batch => LayerStatistics.Of(best, batch.Batch, options.Seed)).FirstOrDefault();
    }
}
