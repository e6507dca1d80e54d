using System.Globalization;

namespace Gannet.Training;

/// <summary>The files of one training run.</summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The best model: the one with the highest validation AP, or the last one without validation.</summary>
    public string BestModel => System.IO.Path.Combine(Path, "model.safetensors");

    /// <summary>The model after the last epoch.</summary>
    public string LastModel => System.IO.Path.Combine(Path, "last.safetensors");

    /// <summary>Everything needed to resume.</summary>
    public string Checkpoint => System.IO.Path.Combine(Path, "checkpoint", "checkpoint.safetensors");

    /// <summary>The checkpoint to resume from: <see cref="Checkpoint"/>, or the newest older one if a kill left only those; null for none.</summary>
    public string? LatestCheckpoint => File.Exists(Checkpoint) ? Checkpoint : Older.LastOrDefault();

    /// <summary>The options as used, the training's too: a preset that repeats it.</summary>
    public string OptionsFile => System.IO.Path.Combine(Path, "options.yaml");

    /// <summary>One JSON object per step and per epoch.</summary>
    public string Metrics => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>The folder of the event files that TensorBoard reads.</summary>
    public string Events => System.IO.Path.Combine(Path, "events");

    /// <summary>Scores of the best model on the validation images.</summary>
    public string Evaluation => System.IO.Path.Combine(Path, "evaluation.json");

    /// <summary>The report's folder.</summary>
    public string Report => System.IO.Path.Combine(Path, "report");

    /// <summary>Held open while a training writes to the folder.</summary>
    public string LockFile => System.IO.Path.Combine(Path, ".lock");

    /// <summary>Whether an earlier training left models, a checkpoint or metrics here.</summary>
    public bool HoldsRun => Results.Any(File.Exists);

    private string[] Results => [BestModel, LastModel, Checkpoint, Metrics, Evaluation, .. Older];

    // checkpoint-000001.safetensors and so on: numbers rise, and leading zeros make the order of names that of time.
    private string[] Older
    {
        get
        {
            var parent = System.IO.Path.GetDirectoryName(Checkpoint)!;
            return Directory.Exists(parent) ? [.. Directory.GetFiles(parent, "checkpoint-*.safetensors").Order(StringComparer.Ordinal)] : [];
        }
    }

    /// <summary>Creates the folder and its checkpoint folder.</summary>
    public RunFolder Create()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Checkpoint)!);
        return this;
    }

    /// <summary>Deletes an earlier training's results, so that they are not mistaken for those of the next; other files stay.</summary>
    internal void RemoveResults()
    {
        foreach (var file in Results) File.Delete(file);
    }

    /// <summary>Writes a checkpoint; the present one becomes an older one, and the oldest are deleted.</summary>
    /// <param name="keep">How many there are to be.</param>
    /// <param name="write">Writes the file at a path.</param>
    internal void WriteCheckpoint(int keep, Action<string> write)
    {
        if (keep > 1 && File.Exists(Checkpoint)) File.Move(Checkpoint, OlderName(Older is [.., var last] ? NumberOf(last) + 1 : 1));
        write(Checkpoint);
        foreach (var file in Older.SkipLast(keep - 1)) File.Delete(file);
    }

    private static int NumberOf(string older) =>
        int.TryParse(System.IO.Path.GetFileNameWithoutExtension(older)["checkpoint-".Length..], CultureInfo.InvariantCulture, out var number) ? number : 0;

    private string OlderName(int number) => System.IO.Path.Combine(
        System.IO.Path.GetDirectoryName(Checkpoint)!, string.Create(CultureInfo.InvariantCulture, $"checkpoint-{number:D6}.safetensors"));

    /// <summary>Deletes unfinished files of killed trainings. Needs the lock, since another training may be writing them.</summary>
    internal void RemoveUnfinished()
    {
        foreach (var folder in (string[])[Path, System.IO.Path.GetDirectoryName(Checkpoint)!])
            AtomicFile.RemoveUnfinished(folder);
    }
}
