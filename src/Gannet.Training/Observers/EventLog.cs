using Gannet.Imaging.Codecs;
using Gannet.Imaging.Drawing;
using Gannet.Imaging.Headers;

namespace Gannet.Training.Observers;

/// <summary>Writes what TensorBoard shows: losses, rate and gradient of each step, scores of each epoch, and pictures with what was found.</summary>
/// <param name="folder">The folder to give to <c>tensorboard --logdir</c>.</param>
/// <param name="classes">Names of the classes.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class EventLog(string folder, IReadOnlyList<string> classes, TimeProvider? time = null) : ITrainingObserver, IDisposable
{
    // Weaker detections would cover the picture.
    private const float LeastScore = 0.3f;

    private readonly EventFile _file = new(folder, time ?? TimeProvider.System);

    /// <inheritdoc/>
    public void OnStep(StepReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _file.AddNumbers(report.Step,
        [
            new("loss/all", report.Loss),
            .. report.Losses.Select(static l => KeyValuePair.Create($"loss/{l.Key}", l.Value)),
            .. report.Metrics.Select(static m => KeyValuePair.Create($"minibatch/{m.Key}", m.Value)),
            new("training/rate", report.Rate), new("training/gradient_norm", report.GradientNorm), new("training/seconds", report.Duration.TotalSeconds),
        ]);
    }

    /// <inheritdoc/>
    public void OnEpoch(EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<KeyValuePair<string, double>> numbers = [new("loss/epoch_mean", report.Loss)];
        if (report.ValidationLoss is { } loss) numbers.Add(new("loss/validation", loss));
        numbers.AddRange((report.ValidationLosses ?? new Dictionary<string, double>()).Select(static t => KeyValuePair.Create($"loss/validation_{t.Key}", t.Value)));
        if (report.Evaluation is { } scores)
        {
            numbers.AddRange([new("validation/AP", scores.Coco.AP), new("validation/AP50", scores.Coco.AP50), new("validation/AP75", scores.Coco.AP75)]);
            // A class without validation objects has no score.
            numbers.AddRange(scores.Coco.PerClass.Where(static c => c.AP >= 0).Select(static c => KeyValuePair.Create($"validation_by_class/{c.Name}", c.AP)));
        }

        _file.AddNumbers(report.Step, numbers);
        foreach (var example in report.Examples) AddPicture(report.Step, example);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void AddPicture(int step, ExampleDetections example)
    {
        Image picture;
        try
        {
            picture = ImageDecoder.Decode(example.Path);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return; // it vanished after it was scored, which the training reports
        }

        var drawn = BoxDrawer.Draw(picture, [.. example.Found.Where(static d => d.Score >= LeastScore).Select(d => DrawnBox.Of(d, classes))]);
        _file.AddPicture(step, Path.GetFileName(example.Path), (drawn.Height, drawn.Width), ImageEncoder.Encode(drawn, ImageFormat.Png));
    }
}
