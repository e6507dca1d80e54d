using Gannet.Cli.Parsing;
using Gannet.Training;

namespace Gannet.Cli.Demo;

/// <summary>The folder of a demo: a run folder with the data set and the detections beside the model.</summary>
/// <param name="path">Value of <c>--out</c>.</param>
internal sealed class DemoFolder(string path)
{
    // Marks a folder whose contents were made by the demo, which may replace them.
    private const string Mark = ".gannet-demo";

    /// <summary>Model, checkpoint, metrics, evaluation and report.</summary>
    public RunFolder Run { get; } = new(path);

    /// <summary>The pictures and their annotations.</summary>
    public string Data { get; } = Path.Combine(path, "data");

    /// <summary>The validation pictures with the detected boxes drawn in.</summary>
    public string Detections { get; } = Path.Combine(path, "detections");

    /// <summary>The same boxes as a COCO results file.</summary>
    public string Results => Path.Combine(Detections, "detections.json");

    /// <summary>Makes the folder, or clears what an earlier demo left in it.</summary>
    /// <exception cref="UsageException">The folder holds something else; nothing was touched.</exception>
    public void Prepare()
    {
        var mark = Path.Combine(path, Mark);
        if (File.Exists(path)) throw new UsageException($"--out {path} is a file; name a folder.");
        if (Directory.Exists(path) && !File.Exists(mark) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new UsageException($"--out {path} holds files that are not from a demo; name a new or empty folder.");

        Directory.CreateDirectory(path);
        File.WriteAllText(mark, "Made by 'gannet demo', which replaces its own files here.\n");
        foreach (var folder in (string[])[Data, Detections, Run.Report, Path.GetDirectoryName(Run.Checkpoint)!])
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        foreach (var file in (string[])[Run.BestModel, Run.LastModel, Run.OptionsFile, Run.Metrics, Run.Evaluation]) File.Delete(file);
    }
}
