using Gannet.Cli.Progress;
using Gannet.Detection;
using Gannet.Training;
using Gannet.Training.Setup;

namespace Gannet.Cli;

/// <summary>A training with its progress on the terminal and its report at the end.</summary>
internal sealed class TrainingRun(CommandContext context, Detector detector, TrainingData data, TrainingOptions options, RunFolder folder)
{
    public void Run(bool resume, CancellationToken cancellation)
    {
        var job = new TrainingJob(detector, data.Training, data.Validation, options, folder);
        if (job.Steps == 0) throw new UsageException("There is nothing to train: raise --epochs or --max-steps.");
        var start = context.Time.GetTimestamp();
        TrainingProgress.Show(context, job.Steps, progress => job.Run(resume, [progress], cancellation));
        var seconds = context.Time.GetElapsedTime(start).TotalSeconds;
        RunReport.Write(folder, detector, data, options, seconds, cancellation);
        context.Error.WriteLine($"Trained {job.Steps} steps in {seconds:F0} s. Model: {folder.BestModel}; report: {Path.Combine(folder.Report, "index.html")}");
    }
}
