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

    /// <summary>The options as used.</summary>
    public string OptionsFile => System.IO.Path.Combine(Path, "options.yaml");

    /// <summary>One JSON object per step and per epoch.</summary>
    public string Metrics => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>Scores of the best model on the validation images.</summary>
    public string Evaluation => System.IO.Path.Combine(Path, "evaluation.json");

    /// <summary>The report's folder.</summary>
    public string Report => System.IO.Path.Combine(Path, "report");

    /// <summary>Held open while a training writes to the folder.</summary>
    public string LockFile => System.IO.Path.Combine(Path, ".lock");

    /// <summary>Whether an earlier training left models, a checkpoint or metrics here.</summary>
    public bool HoldsRun => Results.Any(File.Exists);

    private string[] Results => [BestModel, LastModel, Checkpoint, Metrics, Evaluation];

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

    /// <summary>Deletes unfinished files of killed trainings. Needs the lock, since another training may be writing them.</summary>
    internal void RemoveUnfinished()
    {
        foreach (var folder in (string[])[Path, System.IO.Path.GetDirectoryName(Checkpoint)!])
            AtomicFile.RemoveUnfinished(folder);
    }
}
