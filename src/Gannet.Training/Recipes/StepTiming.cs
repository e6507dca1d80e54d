using Gannet.Datasets;
using Gannet.Detection;
using Gannet.Detection.Models;
using Gannet.Torch;
using Gannet.Training.Loading;

namespace Gannet.Training.Recipes;

/// <summary>Times a few training steps of a detector that is thrown away.</summary>
public static class StepTiming
{
    // The first step compiles code; the shortest of the others is nearest to what an undisturbed step takes.
    private const int Steps = 4;

    /// <summary>Seconds of one step, and the number of steps that look at every picture or tile once.</summary>
    /// <param name="options">The detector.</param>
    /// <param name="training">Batch, precision and optimizer.</param>
    /// <param name="data">The training pictures.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public static StepPace Measure(
        DetectorOptions options, TrainingOptions training, AnnotatedDataset data, Device device, CancellationToken cancellation, TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        ArgumentNullException.ThrowIfNull(data);
        using var detector = new Detector(options, data.Classes);
        detector.To(device);
        using var trainer = new Trainer(detector, training, Steps);
        var loader = new BatchLoader(TrainingImage.From(data), detector.Transform, training) { ReadsOnce = true };
        var (best, step) = (double.PositiveInfinity, 0);
        foreach (var batch in loader.Read(epoch: 0, first: 0, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            var start = clock.GetTimestamp();
            _ = trainer.Step(batch, ++step, epoch: 1, TimeSpan.Zero); // reads its losses, which waits for the device
            var seconds = clock.GetElapsedTime(start).TotalSeconds;
            if (step > 1) best = Math.Min(best, seconds);
            if (step == Steps) break;
        }

        return new(double.IsFinite(best) ? best : 1, loader.BatchesPerEpoch);
    }
}

/// <summary>How fast a training goes on.</summary>
/// <param name="Seconds">Seconds of one step.</param>
/// <param name="StepsPerPass">Steps that look at every picture, or tile, once.</param>
public readonly record struct StepPace(double Seconds, int StepsPerPass);
