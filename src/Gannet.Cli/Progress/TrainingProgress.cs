using System.Diagnostics;
using System.Globalization;
using Gannet.Cli.Commands;
using Gannet.Cli.Output;
using Gannet.Datasets.Checking;
using Gannet.Training.Observers;
using Spectre.Console;

namespace Gannet.Cli.Progress;

/// <summary>Shows a training: as a bar on a terminal, elsewhere as an occasional line.</summary>
internal sealed class TrainingProgress : ITrainingObserver
{
    // If output goes to a file, a line this often is enough to see that it is alive.
    private static readonly TimeSpan s_lineInterval = TimeSpan.FromSeconds(20);

    // With the text beside it, the bar fits a terminal of 100 columns.
    private const int BarWidth = 12;

    // The shown values are smoothed over about this many steps.
    private const double Smoothing = 0.95;

    private readonly CommandContext _context;
    private readonly ProgressTask? _bar;
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private TimeSpan _whole, _waited;
    private bool _isQuiet;
    private double _best = double.NaN;
    private double _loss = double.NaN, _seconds = double.NaN, _wait;

    private TrainingProgress(CommandContext context, ProgressTask? bar) => (_context, _bar) = (context, bar);

    /// <summary>Runs the training on the calling thread under a progress display.</summary>
    /// <returns>The share of its steps' time that was spent waiting for pictures.</returns>
    public static double Show(CommandContext context, int steps, Action<ITrainingObserver> train)
    {
        if (!context.Console.Profile.Capabilities.Interactive || !context.Console.Profile.Out.IsTerminal)
        {
            var lines = new TrainingProgress(context, null);
            train(lines);
            return lines.WaitShare;
        }

        return context.Console.Progress().AutoClear(true)
            .Columns(new ProgressBarColumn { Width = BarWidth }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(display =>
            {
                var bar = new TrainingProgress(context, display.AddTask("starting", maxValue: steps));
                train(bar);
                return bar.WaitShare;
            });
    }

    /// <summary>Runs the training and shows nothing but problems.</summary>
    /// <inheritdoc cref="Show" path="/returns"/>
    public static double Problems(CommandContext context, Action<ITrainingObserver> train)
    {
        var quiet = new TrainingProgress(context, null) { _isQuiet = true };
        train(quiet);
        return quiet.WaitShare;
    }

    private double WaitShare => _whole > TimeSpan.Zero ? _waited / _whole : 0;

    public void OnStep(StepReport report)
    {
        (_whole, _waited) = (_whole + report.Duration, _waited + report.DataWait);
        _loss = Smooth(_loss, report.Loss);
        _seconds = Smooth(_seconds, report.Duration.TotalSeconds);
        _wait = Smooth(_wait, report.DataWait.TotalSeconds);
        if (_isQuiet) return;
        var text = Text(report);
        if (_bar is { } bar)
        {
            if (report.Steps > 0) bar.MaxValue = report.Steps;
            (bar.Value, bar.Description) = (report.Step, Markup.Escape(text));
            return;
        }

        if (report.Step != 1 && report.Step != report.Steps && _sinceLine.Elapsed < s_lineInterval) return;
        _sinceLine.Restart();
        _context.Error.WriteLine(text);
    }

    public void OnEpoch(EpochReport report)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"epoch {report.Epoch}: loss {report.Loss:F4}");
        if (report.Evaluation is { } scores)
        {
            if (report.ValidationLoss is { } loss) text += string.Create(CultureInfo.InvariantCulture, $", validation loss {loss:F4}");
            text += string.Create(CultureInfo.InvariantCulture, $", AP {scores.Coco.AP:F3}, AP50 {scores.Coco.AP50:F3}");
            if (scores.Proposals is { } recall)
                text += string.Create(CultureInfo.InvariantCulture, $", AR100 {recall.AR100:F3}, AR300 {recall.AR300:F3}, AR1000 {recall.AR1000:F3}");
            if (report.IsBest) (text, _best) = (text + " (best)", scores.Score);
        }

        if (!_isQuiet) Say(text);
    }

    public void OnResumed(ResumeReport report)
    {
        var text = $"resuming after step {report.Step} of {report.Steps}";
        if (report.ProlongedFrom is { } epochs)
            text += $"; it was started for {epochs} epochs: from here on the learning rate is that of the longer training, which an uninterrupted one would have used from the start";
        if (!_isQuiet) Say(text);
    }

    public void OnStepLeftOut(string what) => Say($"{Printable.Line(what)}; the step is left out");

    public void OnSkipped(DataProblem problem) => Say(Printable.Line(problem.ToString()));

    private void Say(string text)
    {
        if (_bar is null) _context.Error.WriteLine(text);
        else _context.Console.MarkupLine(Markup.Escape(text));
    }

    // Until the first steps are timed, a training by time does not know how many there will be.
    private string Text(StepReport report)
    {
        var known = report.Steps > 0;
        var left = TimeSpan.FromSeconds(_seconds * (report.Steps - report.Step));
        var best = double.IsNaN(_best) ? "" : string.Create(CultureInfo.InvariantCulture, $", best AP {_best:F3}");
        return string.Create(CultureInfo.InvariantCulture,
            $"step {report.Step}{(known ? $"/{report.Steps}" : "")} loss {_loss:F3} rate {report.Rate:G3} {_seconds:F2} s/step{(known ? string.Create(CultureInfo.InvariantCulture, $", {left:h\\:mm\\:ss} left") : "")}, "
            + $"data wait {_wait / _seconds:P0}{best}");
    }

    private static double Smooth(double old, double value) => double.IsNaN(old) ? value : Smoothing * old + (1 - Smoothing) * value;
}
